package gregor.bench;

import module java.base;

import gregor.broker.Broker;
import gregor.broker.BrokerSettings;
import gregor.broker.Partition;
import gregor.kafka.KafkaDoor;
import gregor.kafka.KafkaSettings;
import gregor.kafka.server.KafkaServer;
import gregor.packed.Codec;
import gregor.packed.PackedBatch;
import org.apache.kafka.common.message.ProduceRequestData;
import org.apache.kafka.common.message.ProduceRequestData.PartitionProduceData;
import org.apache.kafka.common.message.ProduceRequestData.TopicProduceData;
import org.apache.kafka.common.message.ProduceRequestData.TopicProduceDataCollection;
import org.apache.kafka.common.message.RequestHeaderData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.protocol.ObjectSerializationCache;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// A Produce request with a batch of 500 events of 100 bytes, from the socket to its response: decode, validate, append
/// in memory. One request is in flight.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class ProduceBenchmark {
    private static final short VERSION = 9;
    private static final int KEPT = 1000;

    @Param({"NONE", "GZIP", "SNAPPY", "LZ4", "ZSTD"})
    public Codec codec;

    private Broker broker;
    private KafkaDoor door;
    private Partition partition;
    private Socket socket;
    private byte[] request;
    private int sent;

    @Setup(Level.Trial)
    public void open() throws IOException {
        broker = Broker.open(BrokerSettings.inMemory(Files.createTempDirectory("produce")));
        broker.createTopic("t", 1, Map.of());
        partition = broker.partition("t", 0);
        door = KafkaServer.open(broker, KafkaSettings.at(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)));
        socket = new Socket(door.address().getAddress(), door.address().getPort());
        socket.setTcpNoDelay(true);
        var topics = new TopicProduceDataCollection();
        topics.add(new TopicProduceData().setName("t").setPartitionData(List.of(new PartitionProduceData().setRecords(
                MemoryRecords.readableRecords(PackedBatch.of(PackedBenchmark.deliveries(), codec).bytes())))));
        request = frame(new ProduceRequestData().setAcks((short) -1).setTimeoutMs(1000).setTopicData(topics));
    }

    private static byte[] frame(ProduceRequestData message) {
        var cache = new ObjectSerializationCache();
        var header = new RequestHeaderData().setRequestApiKey(ApiKeys.PRODUCE.id).setRequestApiVersion(VERSION);
        short headerVersion = ApiKeys.PRODUCE.requestHeaderVersion(VERSION);
        int size = header.size(cache, headerVersion) + message.size(cache, VERSION);
        ByteBuffer bytes = ByteBuffer.allocate(Integer.BYTES + size).putInt(size);
        var to = new ByteBufferAccessor(bytes);
        header.write(to, cache, headerVersion);
        message.write(to, cache, VERSION);
        return bytes.array();
    }

    @TearDown(Level.Trial)
    public void close() throws IOException {
        socket.close();
        door.close();
        if (partition.end() == 0) {
            throw new IllegalStateException("no batch was accepted");
        }
        broker.close();
    }

    @Benchmark
    public byte[] produce() {
        try {
            socket.getOutputStream().write(request);
            var in = new DataInputStream(socket.getInputStream());
            byte[] response = in.readNBytes(in.readInt());
            if (++sent % KEPT == 0) {
                partition.deleteBefore(partition.end());
            }
            return response;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
