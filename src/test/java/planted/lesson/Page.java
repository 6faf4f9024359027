package planted.lesson;

import planted.notebook.Sheet;

/// A fault planted for `RoomOrderTest`: the tools have an order, too.
public interface Page {
    void open(Sheet sheet);
}
