package gregor.http;

import module java.base;

import static gregor.broker.DamagedFolder.EVENTS;
import static org.assertj.core.api.Assertions.assertThat;

import gregor.broker.DamagedFolder;
import gregor.broker.DamagedFolder.Damage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A page shows all partitions, whatever one of them is like.
class DamagedPartitionTest {
    private static final int TOPICS = 40;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource
    void pagesShowTheOtherPartitions(Damage damage) throws IOException {
        DamagedFolder.fill(folder, TOPICS, damage);
        try (var web = new Web(DamagedFolder.settings(folder), how -> how)) {
            Web.Answer status = web.get("/status");
            assertThat(status.status()).isEqualTo(200);
            assertThat(status.json().get("partitions")).hasSize(TOPICS + 3);
            assertThat(status.json().get("groups")).hasSize(TOPICS);
            assertThat(web.get("/metrics").body()).contains("gregor_log_end{partition=\"0\",topic=\"t39\"} 40.0",
                    "gregor_group_lag{group=\"of-t39\",partition=\"0\",topic=\"t39\"} 35.0");
            assertThat(web.get("/get/t2?from=1&format=raw").status()).isEqualTo(200);
            assertThat(web.get("/broker/1").json().get("partitions").get("t2").get("next_offset").asInt())
                    .isEqualTo(EVENTS);
            assertThat(web.get("/subscribe?group=g&topic=t1&topic=t2&wait=1").body()).contains("\"t2\"");
        }
    }

    @Test
    void aDamagedPartitionNamesItsOffset() throws IOException {
        DamagedFolder.fill(folder, 2, Damage.DELETED);
        try (var web = new Web(DamagedFolder.settings(folder), how -> how)) {
            Web.Answer answer = web.get("/get/t1?from=1");
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.body()).contains("offsets 0 to ", " cannot be read: ", "continue reading at offset ");
        }
    }

    @Test
    void pagesAreShownWithoutGroupsIfTheOffsetsAreDamaged() throws IOException {
        DamagedFolder.fill(folder, 2, Damage.FLIPPED);
        DamagedFolder.damageOffsets(folder);
        try (var web = new Web(DamagedFolder.settings(folder), how -> how)) {
            Web.Answer status = web.get("/status");
            assertThat(status.status()).isEqualTo(200);
            assertThat(status.json().get("groups")).isEmpty();
            assertThat(status.json().get("troubles").toString()).contains("__consumer_offsets-0: offset");
            assertThat(web.get("/metrics").status()).isEqualTo(200);
        }
    }
}
