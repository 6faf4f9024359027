package gregor.bench;

import module java.base;

import gregor.ancestor.kaf.Kaf;
import gregor.broker.Broker;
import gregor.broker.BrokerSettings;
import gregor.file.FsyncPolicy;
import gregor.http.HttpDoor;
import gregor.http.HttpSettings;
import gregor.packed.PackedFormat;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.WebServer;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;

/// Puts and gets of the HTTP door beside a handler on the same library that answers a constant, driven by wrk.
///
/// Each server is a process of its own, all of them are there from the first round to the last, and they have their
/// turns one after the other, so that what disturbs one disturbs all. Eight clients keep their connections; a message
/// has 100 bytes.
///
///     src/bench/http [rounds] [seconds of a round] [NAME=URL@PROCESS ...]
///     src/bench/kaf PROGRAM [rounds] [seconds of a round]
///
/// A URL is another server that knows Kaf's requests, and is running as this process. If there is one, it is compared
/// with `folder`, the server of `gregor kaf` without fsync, and with the constant, and is the base of the ratios. A get
/// counts the events of its reply, from a log with 1,000: Kaf sends five of them, Gregor all.
/// The next column has the processor time of an event: on a machine where others work too, it says more about the
/// server than the clock.
public final class HttpLoad {
    private static final List<String> SERVERS = List.of("constant", "memory", "never", "always");
    private static final List<String> BESIDE_OTHERS = List.of("constant", "folder");
    private static final int EVENTS = 1_000;
    private static final String MESSAGE = "x".repeat(100);
    private static final String PUT = "/put/load";
    private static final String GET = "/get/many?from=1";
    private static final Pattern RATE = Pattern.compile("Requests/sec:\\s+([0-9.]+)");
    private static final Pattern LATENCY = Pattern.compile("(50|99)%\\s+([0-9.]+)(us|ms|s)");

    private HttpLoad() {}

    /// Drives the servers, or is one of them.
    public static void main(String... args) throws Exception {
        if (args.length == 2 && args[0].equals("serve")) {
            serve(args[1]);
            return;
        }
        var others = new LinkedHashMap<String, String>();
        var numbers = new ArrayList<String>();
        for (String arg : args) {
            int equals = arg.indexOf('=');
            if (equals < 0) {
                numbers.add(arg);
            } else {
                others.put(arg.substring(0, equals), arg.substring(equals + 1));
            }
        }
        drive(numbers.isEmpty() ? 7 : Integer.parseInt(numbers.getFirst()),
                numbers.size() < 2 ? 3 : Integer.parseInt(numbers.get(1)), others);
    }

    private static void serve(String what) throws Exception {
        if (what.equals("constant")) {
            System.out.println("http://127.0.0.1:" + constant().port());
        } else {
            Path folder = Files.createTempDirectory(Path.of(System.getProperty("gregor.home"), "target"), "http-load");
            BrokerSettings settings = what.equals("memory") || what.equals("folder")
                    ? BrokerSettings.inMemory(folder).with(FsyncPolicy.never())
                    : BrokerSettings.in(folder)
                            .with(what.equals("never") ? FsyncPolicy.never() : FsyncPolicy.everyAppend());
            Broker broker = Broker.open(settings.with(new PackedFormat()));
            HttpSettings address = HttpSettings.at("127.0.0.1", 0);
            HttpDoor door = what.equals("folder")
                    ? HttpDoor.only(broker, address, Kaf.module(broker, folder.resolve("kaf")))
                    : HttpDoor.open(broker, address, Kaf.module(broker));
            Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(folder)));
            System.out.println(door.address());
        }
        System.in.read();
        System.exit(0);
    }

    private static void delete(Path folder) {
        try {
            Logs.delete(folder);
        } catch (IOException e) {
            System.err.println("delete " + folder + " by hand: " + e);
        }
    }

    private static WebServer constant() {
        byte[] many = ("KAF_MSGS|v1|" + EVENTS + ("\n" + MESSAGE).repeat(EVENTS)).getBytes();
        byte[] one = "1".getBytes();
        return WebServer.builder().address(InetAddress.getLoopbackAddress()).port(0).shutdownHook(false)
                .connectionOptions(options -> options.tcpNoDelay(true))
                .routing(routing -> routing.any((request, response) -> {
                    if (request.content().hasEntity()) {
                        try (InputStream in = request.content().inputStream()) {
                            in.readAllBytes();
                        }
                    }
                    response.header(HeaderNames.CONTENT_TYPE, "text/plain");
                    response.send(request.prologue().uriPath().rawPath().startsWith("/put/") ? one : many);
                })).build().start();
    }

    private record Server(String address, ProcessHandle process) {
        double processorSeconds() {
            return process.info().totalCpuDuration().orElseThrow().toNanos() / 1e9;
        }
    }

    /// What a round has given: events a second, milliseconds, and microseconds of processors for an event.
    private record Round(double perSecond, double p50, double p99, double processor) {}

    private static void drive(int rounds, int seconds, Map<String, String> others) throws Exception {
        var processes = new ArrayList<Process>();
        LinkedHashMap<String, Server> servers = new LinkedHashMap<String, Server>();
        Path script = Files.createTempFile("put", ".lua");
        try {
            Files.writeString(script, "wrk.method = \"POST\"\nwrk.body = \"" + MESSAGE + "\"\n");
            for (String server : others.isEmpty() ? SERVERS : BESIDE_OTHERS) {
                Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED", "-Dhelidon.serialFilter.missing.action=ignore",
                        "-Dgregor.home=" + System.getProperty("gregor.home"), "-cp",
                        System.getProperty("java.class.path"), HttpLoad.class.getName(), "serve", server)
                        .redirectError(ProcessBuilder.Redirect.DISCARD).start();
                processes.add(process);
                servers.put(server, new Server(process.inputReader().readLine(), process.toHandle()));
            }
            others.forEach((name, place) -> {
                String[] parts = place.split("@");
                servers.putFirst(name, new Server(parts[0], ProcessHandle.of(Long.parseLong(parts[1])).orElseThrow()));
            });
            for (Server server : servers.values()) {
                prepare(server.address());
            }
            for (String path : List.of(PUT, GET)) {
                print(path, rounds(rounds, seconds, servers, path,
                        path.equals(PUT) ? List.of("-s", script.toString()) : List.of()));
            }
        } finally {
            Files.delete(script);
            processes.forEach(Process::destroy);
        }
    }

    /// Puts the messages that are read again and again.
    private static void prepare(String address) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            for (int i = 0; i < EVENTS; i++) {
                client.send(HttpRequest.newBuilder(URI.create(address + "/put/many"))
                        .POST(BodyPublishers.ofString(MESSAGE)).build(), BodyHandlers.discarding());
            }
        }
    }

    private static Map<String, List<Round>> rounds(int rounds, int seconds, Map<String, Server> servers, String path,
            List<String> how) throws Exception {
        var results = new LinkedHashMap<String, List<Round>>();
        servers.keySet().forEach(server -> results.put(server, new ArrayList<>()));
        for (int round = -1; round < rounds; round++) {
            for (String server : servers.keySet()) {
                Round result = load(servers.get(server), path, round < 0 ? 5 * seconds : seconds, how);
                if (round >= 0) {
                    results.get(server).add(result);
                }
            }
        }
        return results;
    }

    private static Round load(Server server, String path, int seconds, List<String> how) throws Exception {
        String url = server.address() + path;
        var command = new ArrayList<>(List.of("wrk", "-t1", "-c8", "-d" + seconds + "s", "--latency"));
        command.addAll(how);
        command.add(url);
        double before = server.processorSeconds();
        Process wrk = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(wrk.getInputStream().readAllBytes());
        double worked = server.processorSeconds() - before;
        if (said.contains("Non-2xx")) {
            throw new IllegalStateException(url + " refuses: " + said);
        }
        var rate = RATE.matcher(said);
        if (!rate.find()) {
            throw new IllegalStateException("wrk says: " + said);
        }
        var latencies = new LinkedHashMap<String, Double>();
        for (var found = LATENCY.matcher(said); found.find();) {
            double unit = switch (found.group(3)) {
                case "us" -> 1e-3;
                case "ms" -> 1;
                default -> 1e3;
            };
            latencies.put(found.group(1), Double.parseDouble(found.group(2)) * unit);
        }
        double perSecond = Double.parseDouble(rate.group(1)) * events(server, path);
        return new Round(perSecond, latencies.get("50"), latencies.get("99"), worked * 1e6 / perSecond / seconds);
    }

    /// Returns the events of one request: in the reply, or the one that was put.
    private static int events(Server server, String path) throws Exception {
        if (path.equals(PUT)) {
            return 1;
        }
        try (HttpClient client = HttpClient.newHttpClient()) {
            String body = client
                    .send(HttpRequest.newBuilder(URI.create(server.address() + path)).build(), BodyHandlers.ofString())
                    .body();
            return Integer.parseInt(body.lines().findFirst().orElseThrow().replace("KAF_MSGS|v1|", ""));
        }
    }

    private static void print(String path, Map<String, List<Round>> results) {
        String base = results.keySet().iterator().next();
        List<Round> baseRounds = results.get(base);
        System.out.printf("%n%-10s %10s %8s %8s %10s  %s%n", path.substring(1, 4), "a second", "p50 ms", "p99 ms",
                "processor", "by " + base + ", round by round, median (least, most): by the clock; by processor");
        results.forEach((server, rounds) -> {
            double[] clock = new double[rounds.size()];
            double[] processor = new double[rounds.size()];
            Arrays.setAll(clock, i -> rounds.get(i).perSecond() / baseRounds.get(i).perSecond());
            Arrays.setAll(processor, i -> baseRounds.get(i).processor() / rounds.get(i).processor());
            System.out.printf("%-10s %10.0f %8.2f %8.2f %7.1f us  %s; %s%n", server, median(rounds, Round::perSecond),
                    median(rounds, Round::p50), median(rounds, Round::p99), median(rounds, Round::processor),
                    range(clock), range(processor));
        });
    }

    private static String range(double[] ratios) {
        Arrays.sort(ratios);
        return "%.2f (%.2f, %.2f)".formatted(ratios[ratios.length / 2], ratios[0], ratios[ratios.length - 1]);
    }

    private static double median(List<Round> rounds, java.util.function.ToDoubleFunction<Round> what) {
        return rounds.stream().mapToDouble(what).sorted().toArray()[rounds.size() / 2];
    }
}
