package gregor.schema;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;

import gregor.broker.BrokerSettings;
import gregor.http.HttpSettings;
import gregor.http.Web;
import gregor.list.Event;
import gregor.list.ListBatch;
import gregor.topic.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The requests of the registry, with the answers that Confluent's gives. Each answer is checked against the
/// `openapi.json` of the module, too.
class SchemaRequestsTest {
    private static final String V1 = record("{'name':'id','type':'long'}");
    private static final String V2 = record("{'name':'id','type':'long'},{'name':'note','type':'string','default':''}");
    private static final String WRONG = record("{'name':'id','type':'string'}");

    @TempDir
    private Path folder;

    static String record(String fields) {
        return ("{'type':'record','name':'Order','fields':[" + fields + "]}").replace('\'', '"');
    }

    private static Web open(BrokerSettings settings, UnaryOperator<HttpSettings> how) {
        return new Web(settings, how, broker -> List.of(SchemaRequests.module(broker)));
    }

    private Web open() {
        return open(Web.fast(folder), how -> how);
    }

    static String body(String schema) {
        return ParsedSchema.JSON.createObjectNode().put("schema", schema).toString();
    }

    private static Web.Answer register(Web web, String subject, String schema) {
        return web.post("/subjects/" + subject + "/versions", body(schema));
    }

    private static void isError(Web.Answer answer, int code, String message) {
        assertThat(answer.body()).contains("\"error_code\":" + code).contains(message);
        assertThat(answer.status()).isEqualTo(code > 999 ? code / 100 : code);
        assertThat(answer.type()).isEqualTo(SchemaRequests.TYPE);
    }

    @Test
    void aSchemaIsRegisteredFoundAndRead() {
        try (var web = open()) {
            assertThat(register(web, "orders-value", V1).body()).isEqualTo("{\"id\":1}");
            assertThat(register(web, "orders-value", V1.replace(",", " , ")).body()).isEqualTo("{\"id\":1}");
            assertThat(register(web, "orders-value", V2).body()).isEqualTo("{\"id\":2}");
            assertThat(register(web, "a%2Fb", V1).body()).as("a schema has one id").isEqualTo("{\"id\":1}");
            assertThat(web.get("/subjects").body()).isEqualTo("[\"a/b\",\"orders-value\"]");
            assertThat(web.get("/subjects?subjectPrefix=or").body()).isEqualTo("[\"orders-value\"]");
            assertThat(web.get("/subjects/orders-value/versions").body()).isEqualTo("[1,2]");
            assertThat(web.get("/subjects/orders-value/versions/latest").json().path("schema").stringValue())
                    .isEqualTo(V2);
            assertThat(web.get("/subjects/orders-value/versions/-1").json().path("version").intValue()).isEqualTo(2);
            assertThat(web.get("/subjects/orders-value/versions/1/schema").body()).isEqualTo(V1);
            assertThat(web.get("/subjects/orders-value/versions/1/referencedby").body()).isEqualTo("[]");
            assertThat(web.get("/schemas/ids/2").json().path("schema").stringValue()).isEqualTo(V2);
            assertThat(web.get("/schemas/ids/2/schema").body()).isEqualTo(V2);
            assertThat(web.get("/schemas/ids/1/subjects").body()).isEqualTo("[\"a/b\",\"orders-value\"]");
            assertThat(web.get("/schemas/ids/1/versions").body())
                    .isEqualTo("[{\"subject\":\"a/b\",\"version\":1},{\"subject\":\"orders-value\",\"version\":1}]");
            assertThat(web.get("/schemas/types").body()).isEqualTo("[\"JSON\",\"AVRO\"]");
            assertThat(web.get("/schemas?latestOnly=true").json().size()).isEqualTo(2);
            assertThat(web.post("/subjects/orders-value", body(V2)).json().path("version").intValue()).isEqualTo(2);
        }
    }

    @Test
    void anUnknownNameIsAnErrorWithItsCode() {
        try (var web = open()) {
            register(web, "a", V1);
            isError(web.get("/subjects/b/versions"), 40401, "Subject 'b' not found.");
            isError(web.post("/subjects/b", body(V1)), 40401, "Subject 'b' not found.");
            isError(web.get("/subjects/a/versions/7"), 40402, "Version 7 not found.");
            isError(web.get("/subjects/a/versions/0"), 42202, "The specified version '0' is not a valid version id.");
            isError(web.get("/schemas/ids/7"), 40403, "Schema 7 not found");
            isError(web.post("/subjects/a", body(V2)), 40403, "Schema not found");
            isError(web.get("/config/a"), 40408, "Subject 'a' does not have subject-level compatibility configured");
            isError(web.get("/mode/a"), 40409, "Subject 'a' does not have subject-level mode configured");
            isError(web.get("/subjects/a/other"), 404, "HTTP 404 Not Found");
            isError(web.get("/schemas/ids/x"), 404, "HTTP 404 Not Found");
            isError(web.get("/subjects//versions"), 42208, "is not a valid subject");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "nonsense", "{}", "7", "{\"type\":\"record\"}", "{\"type\":\"unknown\"}",
            "{\"type\":\"record\",\"name\":\"A\",\"fields\":[7]}", "{\"type\":\"enum\",\"name\":\"E\",\"symbols\":{}}",
            "{\"type\":\"fixed\",\"name\":\"F\",\"size\":-1}", "[\"null\",\"null\"]", "\"strin\"",
            "{\"type\":\"record\",\"name\":\"A\",\"fields\":[{\"name\":\"f\",\"type\":\"int\",\"default\":\"x\"}]}"})
    void whatIsNoSchemaIsRefused(String schema) {
        try (var web = open()) {
            isError(register(web, "a", schema), 42201, "Invalid schema: ");
            assertThat(web.get("/subjects").body()).isEqualTo("[]");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "{", "7", "{\"schema\":7}"})
    void whatIsNoRequestIsRefused(String body) {
        try (var web = open()) {
            isError(web.post("/subjects/a/versions", body), 400, "");
        }
    }

    @Test
    void whatTheRegistryDoesNotKnowIsRefusedAndNotIgnored() {
        try (var web = open()) {
            String reference = "{\"schema\":\"\\\"int\\\"\",\"references\":[{\"name\":\"a\"}]}";
            isError(web.post("/subjects/a/versions", reference), 42201, "this registry knows no references");
            isError(web.post("/subjects/a/versions", "{\"schema\":\"{}\",\"schemaType\":\"PROTOBUF\"}"), 42201,
                    "the type PROTOBUF is not supported");
            isError(web.send("PUT", "/config", "{\"alias\":\"b\"}".getBytes()), 422, "Unrecognized field: alias");
        }
    }

    @ParameterizedTest
    @CsvSource({"NONE, true, true", "BACKWARD, true, false", "FORWARD, true, false", "FULL, true, false"})
    void anIncompatibleSchemaIsRefused(String level, boolean isAdded, boolean isChanged) {
        try (var web = open()) {
            assertThat(web.send("PUT", "/config/a", ("{\"compatibility\":\"" + level + "\"}").getBytes()).body())
                    .isEqualTo("{\"compatibility\":\"" + level + "\"}");
            register(web, "a", V1);
            assertThat(web.post("/compatibility/subjects/a/versions/latest", body(V2)).json().path("is_compatible")
                    .booleanValue()).isEqualTo(isAdded);
            assertThat(web.post("/compatibility/subjects/a/versions?verbose=true", body(WRONG)).json()
                    .path("is_compatible").booleanValue()).isEqualTo(isChanged);
            Web.Answer answer = register(web, "a", WRONG);
            if (isChanged) {
                assertThat(answer.status()).isEqualTo(200);
            } else {
                isError(answer, 409, "Schema being registered is incompatible with an earlier schema");
                assertThat(answer.body()).contains("TYPE_MISMATCH").contains("/fields/0/type");
            }
        }
    }

    @Test
    void onlyTheTransitiveLevelsLookBehindTheLastVersion() {
        String without = record("{'name':'id','type':'long'},{'name':'note','type':'int','default':0}");
        try (var web = open()) {
            register(web, "a", V2);
            register(web, "a", V1);
            assertThat(web.post("/compatibility/subjects/a/versions", body(without)).body())
                    .isEqualTo("{\"is_compatible\":true}");
            isError(web.send("PUT", "/config", "{\"compatibility\":\"sometimes\"}".getBytes()), 42203,
                    "Invalid compatibility level");
            web.send("PUT", "/config", "{\"compatibility\":\"backward_transitive\"}".getBytes());
            assertThat(web.get("/config").body()).isEqualTo("{\"compatibilityLevel\":\"BACKWARD_TRANSITIVE\"}");
            assertThat(web.get("/config/a?defaultToGlobal=true").body()).contains("BACKWARD_TRANSITIVE");
            assertThat(web.post("/compatibility/subjects/a/versions", body(without)).body())
                    .isEqualTo("{\"is_compatible\":false}");
            isError(register(web, "a", without), 409, "details");
            assertThat(web.send("DELETE", "/config", null).body()).contains("BACKWARD_TRANSITIVE");
            assertThat(web.get("/config").body()).contains("\"BACKWARD\"");
        }
    }

    @Test
    void deletionIsSoftFirstAndThenPermanent() {
        try (var web = open()) {
            register(web, "a", V1);
            register(web, "a", V2);
            isError(web.send("DELETE", "/subjects/a?permanent=true", null), 40405, "was not deleted first");
            isError(web.send("DELETE", "/subjects/a/versions/1?permanent=true", null), 40407, "Version 1 was not");
            assertThat(web.send("DELETE", "/subjects/a/versions/1", null).body()).isEqualTo("1");
            isError(web.send("DELETE", "/subjects/a/versions/1", null), 40406, "Version 1 was soft deleted");
            assertThat(web.get("/subjects/a/versions").body()).isEqualTo("[2]");
            assertThat(web.get("/subjects/a/versions?deleted=true").body()).isEqualTo("[1,2]");
            assertThat(web.get("/schemas/ids/1").status()).as("old data can be read").isEqualTo(200);
            assertThat(register(web, "a", V1).body()).isEqualTo("{\"id\":1}");
            assertThat(web.get("/subjects/a/versions").body()).isEqualTo("[2,3]");
            assertThat(web.send("DELETE", "/subjects/a", null).body()).isEqualTo("[2,3]");
            isError(web.send("DELETE", "/subjects/a", null), 40404, "was soft deleted");
            assertThat(web.get("/subjects").body()).isEqualTo("[]");
            assertThat(web.get("/subjects?deleted=true").body()).isEqualTo("[\"a\"]");
            assertThat(web.send("DELETE", "/subjects/a?permanent=true", null).body()).isEqualTo("[1,2,3]");
            isError(web.get("/schemas/ids/1"), 40403, "Schema 1 not found");
            assertThat(register(web, "b", WRONG).body()).as("no id has two meanings").isEqualTo("{\"id\":3}");
        }
    }

    @Test
    void aModeForbidsChangesOrTakesIdsFromElsewhere() {
        try (var web = open()) {
            register(web, "a", V1);
            web.send("PUT", "/mode/a", "{\"mode\":\"READONLY\"}".getBytes());
            isError(register(web, "a", V2), 42205, "Subject a is in read-only mode");
            isError(web.send("DELETE", "/subjects/a", null), 42205, "Subject a is in read-only mode");
            isError(web.send("PUT", "/mode/a", "{\"mode\":\"IMPORT\"}".getBytes()), 42205, "Cannot import");
            isError(web.send("PUT", "/mode/a", "{\"mode\":\"x\"}".getBytes()), 42204, "Invalid mode");
            web.send("DELETE", "/mode/a", null);
            assertThat(web.get("/mode").body()).isEqualTo("{\"mode\":\"READWRITE\"}");
            web.send("PUT", "/mode/b", "{\"mode\":\"IMPORT\"}".getBytes());
            isError(register(web, "b", V2), 42205, "import mode");
            String wanted = "{\"schema\":\"\\\"int\\\"\",\"id\":70,\"version\":4}";
            assertThat(web.post("/subjects/b/versions", wanted).body()).isEqualTo("{\"id\":70}");
            assertThat(web.get("/subjects/b/versions").body()).isEqualTo("[4]");
            isError(web.post("/subjects/b/versions", wanted.replace("int", "long")), 42205, "Overwrite");
            isError(web.post("/subjects/c/versions", wanted), 42205, "not in import mode");
            assertThat(register(web, "c", V2).body()).isEqualTo("{\"id\":71}");
        }
    }

    @Test
    void restartsKeepEverythingEvenTheIdOfASchemaThatIsGone() {
        for (int run = 1; run <= 3; run++) {
            try (var web = open(Web.fast(folder), how -> how)) {
                assertThat(register(web, "kept", V1).body()).isEqualTo("{\"id\":1}");
                assertThat(
                        register(web, "run-" + run, "{\"type\":\"fixed\",\"name\":\"F" + run + "\",\"size\":1}").body())
                        .isEqualTo("{\"id\":" + (run + 1) + "}");
                web.send("DELETE", "/subjects/run-" + run, null);
                web.send("DELETE", "/subjects/run-" + run + "?permanent=true", null);
                web.send("PUT", "/config/kept", "{\"compatibility\":\"FULL\"}".getBytes());
                web.broker.keepHouse();
            }
        }
        try (var web = open(Web.fast(folder), how -> how)) {
            assertThat(web.get("/subjects?deleted=true").body()).isEqualTo("[\"kept\"]");
            assertThat(web.get("/config/kept").body()).contains("FULL");
        }
    }

    @Test
    void concurrentRegistrationsOfASchemaGetOneId() throws Exception {
        try (var web = open(); var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var answers = new ArrayList<Future<String>>();
            for (int i = 0; i < 60; i++) {
                String subject = "s" + i % 6;
                String schema = "{\"type\":\"fixed\",\"name\":\"F\",\"size\":" + (1 + i % 3) + "}";
                web.send("PUT", "/config/" + subject, "{\"compatibility\":\"NONE\"}".getBytes());
                answers.add(threads.submit(() -> schema + register(web, subject, schema).body()));
            }
            var distinct = new TreeSet<String>();
            for (Future<String> answer : answers) {
                distinct.add(answer.get());
            }
            assertThat(distinct).as("schemas with their ids").hasSize(3);
            assertThat(web.get("/schemas").json().size()).isEqualTo(6);
        }
    }

    @Test
    void whatOthersWriteIntoTheTopicDoesNoHarm() {
        try (var web = open()) {
            register(web, "a", V1);
            for (String key : List.of("", "x", "7", "{}", "{\"keytype\":\"SCHEMA\"}", "{\"keytype\":7}")) {
                for (String value : Arrays.asList(null, "", "x", "[]", "{\"version\":\"x\"}")) {
                    web.broker.append(new TopicPartition("_schemas", 0), ListBatch.of(Event.of(key, value)));
                }
            }
            assertThat(web.get("/subjects").body()).contains("\"a\"");
            web.broker.deleteTopic("_schemas");
            assertThat(web.get("/subjects").body()).isEqualTo("[]");
            assertThat(register(web, "b", V1).body()).isEqualTo("{\"id\":1}");
        }
    }

    @Test
    void sizesAreLimited() {
        try (var web = new Web(Web.fast(folder), how -> how,
                broker -> List.of(SchemaRequests.module(broker, 10_000)))) {
            String doc = "{\"type\":\"fixed\",\"name\":\"F\",\"size\":1,\"doc\":\"%s\"}";
            isError(register(web, "a", doc.formatted("x".repeat(400_000))), 42209, "Schema is too large: 4000");
            isError(register(web, "a", "[" + "\"int\",".repeat(5000) + "\"int\"]"), 42209,
                    "more than 5000 JSON values");
            isError(register(web, "a", "[".repeat(200)), 42201, "Invalid schema");
            isError(web.post("/subjects/a/versions", "x".repeat(3 << 20)), 413, "the body has more than");
            isError(register(web, "a", doc.formatted("x".repeat(10_000))), 50001, "delete some");
            assertThat(register(web, "a", V1).status()).isEqualTo(200);
        }
    }

    private static String named(String space, String fields) {
        return record(fields).replace("\"name\":\"Order\"", "\"name\":\"X\",\"namespace\":\"" + space + "\"");
    }

    @Test
    void theLargestSchemasAreComparedInASecond() {
        String reader = "[" + IntStream.range(0, 500).mapToObj(i -> named("a" + i, "{'name':'f','type':'int'}"))
                .collect(Collectors.joining(",")) + "]";
        String writer = "[" + IntStream.range(0, 500).mapToObj(i -> named("b" + i, "")).collect(Collectors.joining(","))
                + "]";
        String refs = "{\"$defs\":{" + IntStream.range(0, 500)
                .mapToObj(i -> "\"d" + i + "\":{\"anyOf\":[{\"$ref\":\"#/$defs/d" + (i + 1) % 500
                        + "\"},{\"$ref\":\"#/$defs/d" + (i + 2) % 500 + "\"},{\"type\":\"integer\"}]}")
                .collect(Collectors.joining(",")) + "},\"$ref\":\"#/$defs/d0\",\"maximum\":%d}";
        long begin = System.nanoTime();
        assertThat(ParsedSchema.of("AVRO", reader).incompatibilities(ParsedSchema.of("AVRO", writer))).isNotEmpty();
        assertThat(ParsedSchema.of("JSON", refs.formatted(1))
                .incompatibilities(ParsedSchema.of("JSON", refs.formatted(2)))).isNotEmpty();
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(10));
    }

    @Test
    void theTokenOfTheDoorProtectsTheRegistry() {
        try (var web = open(Web.fast(folder), how -> how.withToken("secret"))) {
            isError(web.get("/subjects"), 401, "send the token");
            isError(web.post("/subjects/a/versions", body(V1)), 401, "send the token");
            assertThat(web.get("/subjects", "Authorization", "Bearer secret").status()).isEqualTo(200);
            String login = Base64.getEncoder().encodeToString("anyone:secret".getBytes());
            assertThat(web.get("/subjects", "Authorization", "Basic " + login).status()).isEqualTo(200);
            String wrong = Base64.getEncoder().encodeToString("anyone:secreT".getBytes());
            isError(web.get("/subjects", "Authorization", "Basic " + wrong), 401, "send the token");
            isError(web.get("/subjects", "Authorization", "Basic ?"), 401, "send the token");
        }
    }
}
