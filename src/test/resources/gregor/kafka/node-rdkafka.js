// node-rdkafka, and with it the newest librdkafka. Argument: HOST:PORT of the broker.
const rdkafka = require('node-rdkafka');

const brokers = { 'metadata.broker.list': process.argv[2] };
const call = method => new Promise((resolve, reject) =>
    method((error, result) => error ? reject(error) : resolve(result)));

async function producer(settings) {
    const made = new rdkafka.HighLevelProducer({ ...brokers, ...settings });
    await call(done => made.connect({}, done));
    return made;
}

const send = (to, topic, partition, value, headers) => call(done =>
    to.produce(topic, partition, Buffer.from(value), 'key', Date.now(), headers, done));

function consume(settings, topic, count) {
    return new Promise((resolve, reject) => {
        const consumer = new rdkafka.KafkaConsumer({ ...brokers, ...settings }, { 'auto.offset.reset': 'earliest' });
        const read = [];
        consumer.on('ready', () => {
            consumer.subscribe([topic]);
            consumer.consume();
        });
        consumer.on('data', message => {
            read.push(message);
            if (read.length === count) {
                consumer.commitSync();
                consumer.disconnect(() => resolve(read));
            }
        });
        consumer.connect({}, error => error && reject(error));
    });
}

async function main() {
    const admin = rdkafka.AdminClient.create(brokers);
    await call(done => admin.createTopic({ topic: 'orders', num_partitions: 3, replication_factor: 1 }, 5000, done));
    for (const codec of ['none', 'gzip', 'snappy', 'lz4', 'zstd']) {
        const to = await producer({ 'compression.codec': codec, 'enable.idempotence': true, 'linger.ms': 20 });
        const sent = Array.from({ length: 100 }, (_, i) => send(to, 'orders', null, codec + i + 'x'.repeat(200)));
        await Promise.all(sent);
        await call(done => to.disconnect(done));
    }
    const to = await producer({});
    await send(to, 'orders', 0, 'many headers', Array.from({ length: 1000 }, (_, i) => ({ ['h' + i]: 'v' + i })));
    const metadata = await call(done => to.getMetadata({ timeout: 5000 }, done));
    console.log('topics', metadata.topics.some(topic => topic.name === 'orders'));

    const classic = await consume({ 'group.id': 'classic', 'partition.assignment.strategy': 'cooperative-sticky' },
        'orders', 501);
    console.log('classic', classic.length, Math.max(...classic.map(message => (message.headers || []).length)));
    console.log('consumer', (await consume({ 'group.id': 'newer', 'group.protocol': 'consumer' }, 'orders', 501)).length);

    await call(done => admin.deleteTopic('orders', 5000, done));
    await call(done => admin.createTopic({ topic: 'orders', num_partitions: 2, replication_factor: 1 }, 5000, done));
    const again = await producer({});
    await send(again, 'orders', 0, 'again');
    const read = await consume({ 'group.id': 'again', 'group.protocol': 'consumer' }, 'orders', 1);
    console.log('created again', read[0].value.toString());

    await call(done => admin.createTopic({ topic: 'bills', num_partitions: 1, replication_factor: 1 }, 5000, done));
    const shop = await producer({ 'transactional.id': 'shop' });
    await call(done => shop.initTransactions(10000, done));
    for (const commit of [true, false, true]) {
        await call(done => shop.beginTransaction(done));
        await Promise.all(Array.from({ length: 20 }, () => send(shop, 'bills', 0, commit ? 'bill' : 'aborted')));
        await call(done => commit ? shop.commitTransaction(10000, done) : shop.abortTransaction(10000, done));
    }
    const bills = await consume({ 'group.id': 'bills', 'isolation.level': 'read_committed' }, 'bills', 40);
    console.log('transactions', bills.filter(bill => bill.value.toString() === 'bill').length, bills[39].offset);
    await call(done => shop.disconnect(done));
    await call(done => again.disconnect(done));
    await call(done => to.disconnect(done));
    process.exit(0);
}

main().catch(error => {
    console.error(error);
    process.exit(1);
});
