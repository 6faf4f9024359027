package gregor.http;

import module java.base;

import static gregor.exercise.Wording.messageWith;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gregor.topic.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PartitionOffsetsTest {
    @Test
    void placesComeBackAsTheyWere() {
        var places = new TreeMap<TopicPartition, Long>();
        places.put(new TopicPartition("orders", 0), 17L);
        places.put(new TopicPartition("orders", 10), 0L);
        places.put(new TopicPartition("a-1_b.c", 2), 999_999_999_999L);
        assertThat(PartitionOffsets.text(places)).isEqualTo("a-1_b.c-2:999999999999,orders-0:17,orders-10:0");
        assertThat(PartitionOffsets.read(PartitionOffsets.text(places))).isEqualTo(places);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "orders", "orders-0", "orders:1", "orders-0:", "orders-0:1,", "orders-0:x",
            "orders-x:1", "orders-0:-1", "../a-0:1", "orders-0:1 ", "orders-9999999999:1",
            "orders-0:9999999999999999999", ",", "orders-0:1;b-0:2"})
    void whatThisDoorHasNotGivenIsRefused(String text) {
        assertThatThrownBy(() -> PartitionOffsets.read(text)).isInstanceOf(HttpException.class)
                .has(messageWith("is not from this door"));
    }
}
