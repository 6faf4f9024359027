// kafkajs: a client of its own, in JavaScript. Argument: HOST:PORT of the broker.
const { Kafka, logLevel, CompressionTypes } = require('kafkajs');

async function main() {
    const kafka = new Kafka({ brokers: [process.argv[2]], logLevel: logLevel.ERROR });
    const admin = kafka.admin();
    await admin.connect();
    await admin.createTopics({ topics: [{ topic: 'orders', numPartitions: 3 }] });
    console.log('topics', (await admin.listTopics()).includes('orders'));

    const producer = kafka.producer({ idempotent: true });
    await producer.connect();
    for (const compression of [CompressionTypes.None, CompressionTypes.GZIP]) {
        const messages = Array.from({ length: 50 }, (_, i) => ({ key: 'k' + i, value: 'v' + i, headers: { from: 'js' } }));
        await producer.send({ topic: 'orders', compression, messages });
    }

    const consumer = kafka.consumer({ groupId: 'readers' });
    await consumer.connect();
    await consumer.subscribe({ topic: 'orders', fromBeginning: true });
    let read = 0;
    await consumer.run({ eachMessage: async () => { read++; } });
    while (read < 100) {
        await new Promise(resolve => setTimeout(resolve, 50));
    }
    await consumer.disconnect();
    console.log('read', read);
    console.log('group', (await admin.describeGroups(['readers'])).groups[0].state);
    await admin.createPartitions({ topicPartitions: [{ topic: 'orders', count: 5 }] });
    console.log('partitions', (await admin.fetchTopicMetadata({ topics: ['orders'] })).topics[0].partitions.length);
    const exact = kafka.producer({ transactionalId: 'shop', idempotent: true, maxInFlightRequests: 1 });
    await exact.connect();
    const aborted = await exact.transaction();
    await aborted.send({ topic: 'orders', messages: [{ value: 'aborted' }] });
    await aborted.abort();
    const committed = await exact.transaction();
    await committed.send({ topic: 'orders', messages: [{ value: 'committed' }] });
    await committed.sendOffsets({ consumerGroupId: 'readers',
        topics: [{ topic: 'orders', partitions: [{ partition: 4, offset: '7' }] }] });
    await committed.commit();
    const offsets = await admin.fetchOffsets({ groupId: 'readers', topics: ['orders'] });
    console.log('transaction', offsets[0].partitions.find(part => part.partition === 4).offset);
    await exact.disconnect();
    await producer.disconnect();
    await admin.disconnect();
}

main().catch(error => {
    console.error(error);
    process.exit(1);
});
