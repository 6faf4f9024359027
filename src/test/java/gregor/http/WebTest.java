package gregor.http;

import module java.base;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/// Opens a broker in a new folder with a door for each test.
public abstract class WebTest {
    @TempDir
    protected Path folder;
    protected Web web;

    @BeforeEach
    void open() {
        web = Web.in(folder);
    }

    @AfterEach
    void close() {
        web.close();
    }
}
