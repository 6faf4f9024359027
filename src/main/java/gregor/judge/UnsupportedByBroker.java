package gregor.judge;

/// Skips a stage: the broker does not support an optional feature.
final class UnsupportedByBroker extends RuntimeException {
    UnsupportedByBroker(String feature) {
        super(feature);
    }
}
