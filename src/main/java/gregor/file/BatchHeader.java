package gregor.file;

import gregor.list.Origin;

/// The header of a stored batch, which can be read without its events.
///
/// @param length       the bytes of the batch in the file, including the header
/// @param checksum     the CRC32C of its bytes from `checkedFrom` to its end
/// @param maxTimestamp the largest timestamp of its events, in milliseconds
/// @param sizeInBytes  its size as the limits of a log count it
public record BatchHeader(int length, int checksum, int checkedFrom, long baseOffset, long lastOffset,
        long maxTimestamp, int sizeInBytes, Origin origin) {}
