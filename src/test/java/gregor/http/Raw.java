package gregor.http;

import module java.base;

/// Sends bytes through a socket, for requests that no HTTP client would send.
public final class Raw {
    private Raw() {}

    /// Sends bytes, closes the output, and returns the answer up to the end of the connection.
    public static String exchange(int port, String request) throws IOException {
        return exchange(port, request.getBytes(StandardCharsets.ISO_8859_1));
    }

    static String exchange(int port, byte[] request) throws IOException {
        try (var socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(request);
            socket.shutdownOutput();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }
}
