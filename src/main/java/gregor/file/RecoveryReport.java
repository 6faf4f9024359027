package gregor.file;

import module java.base;

/// What was repaired in a log and what could not be, a sentence each.
///
/// @param repairs all repairs, with the losses among them
/// @param losses  the damages that make events unreadable
record RecoveryReport(List<String> repairs, List<String> losses) {
    RecoveryReport() {
        this(new ArrayList<>(), new ArrayList<>());
    }

    /// Adds a repair after which every event can be read.
    void repaired(String repair) {
        repairs.add(repair);
    }

    void lost(String loss) {
        repairs.add(loss);
        losses.add(loss);
    }
}
