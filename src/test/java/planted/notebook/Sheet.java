package planted.notebook;

import planted.judge.Verdict;

/// A fault planted for `RoomOrderTest`: the judge belongs to the command line.
public interface Sheet {
    void print(Verdict verdict);
}
