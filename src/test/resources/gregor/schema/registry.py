# Registers, finds, compares and deletes schemas. Argument: the address of the registry.
import sys
from confluent_kafka.schema_registry import Schema, SchemaRegistryClient
from confluent_kafka.schema_registry.error import SchemaRegistryError

client = SchemaRegistryClient({'url': sys.argv[1], 'basic.auth.user.info': 'anyone:secret'})
first = Schema('{"type":"record","name":"Bill","fields":[{"name":"id","type":"long"}]}', 'AVRO')
wrong = Schema('{"type":"record","name":"Bill","fields":[{"name":"id","type":"string"}]}', 'AVRO')
subject = 'bills-value'
number = client.register_schema(subject, first)
print('same', client.lookup_schema(subject, first).schema_id == number, client.get_schema(number).schema_type)
print('versions', client.get_subjects().count(subject), client.get_versions(subject),
      client.get_latest_version(subject).version, client.get_version(subject, 1).version)
client.set_compatibility(subject, 'FULL')
print('level', client.get_compatibility(subject), client.test_compatibility(subject, wrong))


def error(call):
    try:
        call()
    except SchemaRegistryError as e:
        return '%d %d %s' % (e.http_status_code, e.error_code, e.error_message.split(';')[0][:60])


print('error', error(lambda: client.register_schema(subject, wrong)))
print('error', error(lambda: client.register_schema(subject, Schema('{"type":"x"}', 'AVRO'))))
print('error', error(lambda: client.get_version(subject, 7)))
print('error', error(lambda: client.get_latest_version('none')))
print('deleted', client.delete_version(subject, 1), client.get_subjects().count(subject))
