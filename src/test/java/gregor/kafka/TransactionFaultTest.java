package gregor.kafka;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Faults in the broker's own code, each of which the checker of transactions names.
class TransactionFaultTest {
    private static final int TRANSACTIONS = 30;

    @TempDir
    private Path folder;

    @ParameterizedTest(name = "{0}: {2} becomes {3}")
    @CsvSource(delimiter = '|', textBlock = """
            aborted read | guarantee.ProducerStateManager | marker.type() == ControlRecord.Type.ABORT | false
            lost write | kafka.transaction.TransactionCoordinator | ? ControlRecord.Type.COMMIT | \
            ? ControlRecord.Type.ABORT
            doubled write | kafka.PartitionProducers | return partition.startAppend(batch); | \
            partition.startAppend(batch); return partition.startAppend(batch);
            torn transaction | kafka.transaction.TransactionCoordinator | \
            var type = metadata.state() == TransactionState.PREPARE_COMMIT | \
            var type = metadata.state() == TransactionState.PREPARE_COMMIT && partition.partition() > 0
            lost offset | kafka.transaction.TransactionCoordinator | commit(group, offsets), Math::max | 0, Math::max
            """)
    void aFaultIsNamed(String fault, String changed, String code, String replacement) throws Exception {
        String classPath = ChangedClass.classPath(folder, "gregor." + changed, code, replacement);
        int port = KafkaKillTest.freePort();
        var workload = new TransactionWorkload(port);
        Process broker = KafkaKillTest.start(folder.resolve("data"), port, classPath);
        try {
            workload.start();
            workload.await(TRANSACTIONS);
            List<String> violations = workload.violations();
            System.out.println(fault + ": " + violations.stream().collect(
                    Collectors.groupingBy(found -> found.substring(0, found.indexOf(':')), Collectors.counting())));
            assertThat(violations).anyMatch(found -> found.startsWith(fault + ": "));
        } finally {
            workload.stop();
            broker.destroyForcibly();
        }
    }
}
