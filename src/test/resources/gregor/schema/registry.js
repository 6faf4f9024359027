// Registers schemas, and writes and reads with them. Arguments: the address of the registry, HOST:PORT of the broker.
const { Kafka, logLevel } = require('kafkajs')
const { SchemaRegistry, SchemaType, COMPATIBILITY } = require('@kafkajs/confluent-schema-registry')

async function main() {
    const [host, broker] = process.argv.slice(2)
    const registry = new SchemaRegistry({ host, auth: { username: 'anyone', password: 'secret' } })
    const order = { type: 'record', name: 'Order', namespace: 'shop',
        fields: [{ name: 'id', type: 'long' }, { name: 'note', type: ['null', 'string'], default: null },
            { name: 'tags', type: { type: 'array', items: 'string' } }] }
    const { id } = await registry.register({ type: SchemaType.AVRO, schema: JSON.stringify(order) },
        { subject: 'orders-value', compatibility: COMPATIBILITY.FULL })
    const same = await registry.register({ type: SchemaType.AVRO, schema: JSON.stringify(order) },
        { subject: 'orders-value', compatibility: COMPATIBILITY.FULL })
    console.log('registered', id, same.id, await registry.getLatestSchemaId('orders-value'))
    const json = await registry.register({ type: SchemaType.JSON,
        schema: JSON.stringify({ type: 'object', properties: { id: { type: 'integer' } } }) }, { subject: 'json-value' })
    const other = JSON.parse(JSON.stringify(order))
    other.fields[0].type = 'string'
    await registry.register({ type: SchemaType.AVRO, schema: JSON.stringify(other) }, { subject: 'orders-value', compatibility: COMPATIBILITY.FULL })
        .catch(error => console.log('refused', error.status))

    const kafka = new Kafka({ brokers: [broker], logLevel: logLevel.ERROR })
    const producer = kafka.producer()
    await producer.connect()
    const values = [await registry.encode(id, { id: 7, note: 'köln', tags: ['a', 'b'] }),
        await registry.encode(json.id, { id: 8 })]
    await producer.send({ topic: 'orders', messages: values.map(value => ({ key: 'k', value })) })
    await producer.disconnect()
    const reader = new SchemaRegistry({ host, auth: { username: 'anyone', password: 'secret' } })
    for (const value of values) {
        console.log('decoded', JSON.stringify(await reader.decode(value)))
    }
}

main().catch(error => { console.error(error); process.exit(1) })
