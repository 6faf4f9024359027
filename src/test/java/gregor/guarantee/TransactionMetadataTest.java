package gregor.guarantee;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gregor.guarantee.ProducerException.Reason;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TransactionMetadataTest {
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anEndThatIsAskedForAgainMustBeTheSame(boolean commit) {
        TransactionMetadata ended = TransactionMetadata.create("id", 7, 1_000, 0).ongoing(1).prepared(commit, true, 2)
                .completed(() -> 8, 3);
        assertThat(ended.isEnded(7, (short) 0, commit)).isTrue();
        assertThatThrownBy(() -> ended.isEnded(7, (short) 0, !commit)).isInstanceOf(ProducerException.class)
                .extracting("reason").isEqualTo(Reason.INVALID_TXN_STATE);
        assertThat(ended.isEnded(7, (short) 1, !commit)).as("the next transaction").isFalse();
    }
}
