package gregor.file;

import module java.base;

/// What was repaired in a log and what could not be, a sentence each.
final class RecoveryReport {
    private final List<String> repairs = new ArrayList<>();
    private final List<String> losses = new ArrayList<>();

    /// Adds a repair after which every event can be read.
    void repaired(String repair) {
        repairs.add(repair);
    }

    /// Adds a damage that makes events unreadable.
    void lost(String loss) {
        repairs.add(loss);
        losses.add(loss);
    }

    /// Returns all repairs, with the losses among them.
    List<String> repairs() {
        return List.copyOf(repairs);
    }

    /// Returns which events cannot be read.
    List<String> losses() {
        return List.copyOf(losses);
    }
}
