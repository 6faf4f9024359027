package gregor.data;

import module java.base;

/// One sample event.
///
/// @param time    when it happened
/// @param arrival when it was reported, which decides its place in the file
record SampleEvent(Instant time, Instant arrival, String key, String message) {}
