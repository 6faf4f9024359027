package planted.producer;

import planted.list.Early;

/// A later lesson may know an earlier one.
public interface Late {
    void remember(Early early);
}
