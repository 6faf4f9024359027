package gregor.cli.console;

import module java.base;

/// The system's web browser.
public final class Browser {
    private Browser() {}

    /// Shows an address; returns false if no browser was found. The address becomes an argument of a process, which
    /// other users can see, so it must not contain a secret.
    public static boolean open(String address) {
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        List<String> command = system.contains("mac")
                ? List.of("open", address)
                : system.contains("win")
                        ? List.of("rundll32", "url.dll,FileProtocolHandler", address)
                        : List.of("xdg-open", address);
        try {
            new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
