package gregor.judge;

/// Skips a stage: the broker does not support an optional feature.
final class UnsupportedByBroker extends RuntimeException {
    /// @param feature what the stage needs
    UnsupportedByBroker(String feature) {
        super(feature);
    }
}
