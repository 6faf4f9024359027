package gregor.file;

import gregor.list.Origin;

/// What the first bytes of a stored batch say about it, before anybody looks at its events.
///
/// @param length       how many bytes it takes in the file, these included
/// @param checksum     the CRC32C of its bytes from `checkedFrom` to its end
/// @param sizeInBytes  its size as the limits of a log count it
public record BatchHeader(int length, int checksum, int checkedFrom, long baseOffset, long lastOffset, long maxTimestamp,
        int sizeInBytes, Origin origin) {}
