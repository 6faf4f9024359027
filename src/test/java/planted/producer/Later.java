package planted.producer;

import planted.list.Early;

/// The second floor may know the first.
public interface Later {
    void remember(Early early);
}
