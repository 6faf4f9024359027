package gregor.live;

import module java.base;

import gregor.replica.scenario.Recording;
import gregor.replica.scenario.Scenario;

/// Writes a recording as JSON for its drawing, without a library, which would be larger than the script of a page.
public final class RecordingJson {
    private final StringBuilder text = new StringBuilder();

    private RecordingJson() {}

    /// Returns the JSON of a recording.
    public static String of(Recording recording) {
        var json = new RecordingJson();
        json.value(recording);
        return json.text.toString();
    }

    private void value(Object value) {
        switch (value) {
            case String string -> string(string);
            case Collection<?> list -> list(list);
            case Map<?, ?> map -> map(map);
            case Recording it -> fields("scenario", it.scenario(), "text", it.text(), "brokers", it.brokers(),
                    "clients", it.clients(), "steps", it.steps(), "frames", it.frames(), "messages", it.messages());
            case Scenario it -> fields("name", it.name(), "group", it.group(), "proves", it.proves(), "question",
                    it.question(), "answer", it.answer(), "settings", it.settings(), "steps", it.steps());
            case Recording.Step it -> fields("text", it.text(), "frame", it.frame(), "unmet", it.unmet());
            case Recording.Frame it -> fields("at", it.at(), "leader", it.leader(), "epoch", it.epoch(), "isr",
                    it.isr(), "elr", it.elr(), "brokers", it.brokers(), "clients", it.clients(), "cuts", it.cuts(),
                    "metrics", it.metrics(), "broken", it.broken());
            case Recording.Broker it ->
                    fields("running", it.running(), "paused", it.paused(), "leads", it.leads(), "epoch", it.epoch(),
                            "log", it.log(), "hw", it.hw(), "flushed", it.flushed(), "epochs", it.epochs());
            case Recording.Arrival it ->
                    fields("sent", it.sent(), "at", it.at(), "from", it.from(), "to", it.to(), "text", it.text());
            default -> text.append(value);
        }
    }

    private void fields(Object... namesAndValues) {
        text.append('{');
        for (int i = 0; i < namesAndValues.length; i += 2) {
            text.append(i == 0 ? "" : ",");
            string((String) namesAndValues[i]);
            text.append(':');
            value(namesAndValues[i + 1]);
        }
        text.append('}');
    }

    private void map(Map<?, ?> map) {
        fields(map.entrySet().stream().flatMap(entry -> Stream.of(entry.getKey(), entry.getValue())).toArray());
    }

    private void list(Collection<?> list) {
        text.append('[');
        String comma = "";
        for (Object value : list) {
            text.append(comma);
            value(value);
            comma = ",";
        }
        text.append(']');
    }

    private void string(String value) {
        text.append('"');
        value.chars().forEach(letter -> {
            if (letter < ' ') {
                text.append("\\u00").append(Character.forDigit(letter >> 4, 16))
                        .append(Character.forDigit(letter & 15, 16));
            } else {
                text.append(letter == '"' || letter == '\\' ? "\\" : "").append((char) letter);
            }
        });
        text.append('"');
    }
}
