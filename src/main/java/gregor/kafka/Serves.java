package gregor.kafka;

import module java.base;

import org.apache.kafka.common.protocol.ApiKeys;

/// The kind of request that an [Api] answers, and its versions that are served: these, whatever kafka-clients could
/// decode.
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Serves {
    /// The number that begins each request of this kind.
    ApiKeys api();

    int oldest();

    int newest();
}
