package gregor.schema;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Which JSON Schema reads what another one allows.
class JsonSchemaTest {
    private static ParsedSchema schema(String text) {
        return ParsedSchema.of("JSON", text.replace('\'', '"'));
    }

    @ParameterizedTest(name = "{0} reads {1}: {2}")
    @CsvSource(delimiter = '|', value = {"true | {'type':'string'} | true", "{} | true | true", "false | {} | false",
            "{'type':'number'} | {'type':'integer'} | true", "{'type':'integer'} | {'type':'number'} | false",
            "{'type':['string','null']} | {'type':'string'} | true", "{'type':'string'} | {} | false",
            "{'type':'string','title':'a'} | {'type':'string','title':'b','description':'c'} | true",
            "{'enum':['a','b']} | {'enum':['a']} | true", "{'enum':['a']} | {'enum':['a','b']} | false",
            "{'enum':['a']} | {'type':'string'} | false", "{'enum':['a','b']} | {'const':'b'} | true",
            "{'type':'string'} | {'const':'b'} | true", "{'type':'integer'} | {'enum':[1,'x']} | false",
            "{'type':'integer','minimum':1} | {'type':'integer','minimum':2} | true",
            "{'type':'integer','minimum':2} | {'type':'integer','minimum':1} | false",
            "{'type':'integer','minimum':2} | {'type':'integer'} | false",
            "{'type':'string','maxLength':5} | {'type':'string','maxLength':4} | true",
            "{'type':'string','maxLength':5} | {'type':'string','maxLength':6} | false",
            "{'type':'string','pattern':'a'} | {'type':'string','pattern':'a'} | true",
            "{'type':'string','pattern':'a'} | {'type':'string','pattern':'b'} | false",
            "{'minimum':1} | {'type':'string'} | true",
            "{'type':'object','required':['a']} | {'type':'object','required':['a','b']} | true",
            "{'type':'object','required':['a','b']} | {'type':'object','required':['a']} | false",
            "{'type':'object'} | {'type':'object','properties':{'a':{'type':'string'}}} | true",
            "{'properties':{'a':{'type':'string'}}} | {'type':'object'} | false",
            "{'properties':{'a':{'type':'string'}}} | {'type':'object','additionalProperties':false} | true",
            "{'properties':{'a':{'type':'string'}}} | {'properties':{'a':{'type':'integer'}}} | false",
            "{'additionalProperties':false} | {'type':'object','properties':{'a':{}}} | false",
            "{'properties':{'a':{}},'additionalProperties':false} | "
                    + "{'properties':{'a':{}},'additionalProperties':false} | true",
            "{'additionalProperties':{'type':'string'}} | {'additionalProperties':{'const':'a'}} | true",
            "{'additionalProperties':{'type':'string'}} | {'patternProperties':{'a':{'type':'integer'}},"
                    + "'additionalProperties':{'const':'a'}} | false",
            "{'items':{'type':'number'}} | {'type':'array','items':{'type':'integer'}} | true",
            "{'items':{'type':'integer'}} | {'type':'array','items':{'type':'number'}} | false",
            "{'items':{'type':'integer'}} | {'type':'array','prefixItems':[{'type':'string'}],"
                    + "'items':{'type':'integer'}} | false",
            "{'anyOf':[{'type':'string'},{'type':'integer'}]} | {'type':'integer'} | true",
            "{'anyOf':[{'type':'string'},{'type':'integer'}]} | {'type':'boolean'} | false",
            "{'type':['string','integer']} | {'oneOf':[{'type':'string'},{'type':'integer'}]} | true",
            "{'oneOf':[{'type':'string'},{'type':'integer'}]} | {'type':'string'} | true",
            "{'oneOf':[{'minimum':1},{'minimum':2}]} | {'type':'integer','minimum':3} | false",
            "{'allOf':[{'type':'number'},{'minimum':1}]} | {'type':'integer','minimum':3} | true",
            "{'not':{'type':'string'}} | {'not':{'type':'string'}} | true", "{'not':{'type':'string'}} | {} | false",
            "{'$defs':{'a':{'type':'number'}},'$ref':'#/$defs/a'} | {'type':'integer'} | true",
            "{'$defs':{'a':{'type':'string'}},'$ref':'#/$defs/a'} | {'type':'integer'} | false",
            "{'properties':{'next':{'$ref':'#'},'v':{'type':'number'}}} | "
                    + "{'type':'object','properties':{'next':{'$ref':'#'},'v':{'type':'integer'}}} | true",
            "{'properties':{'next':{'$ref':'#'},'v':{'type':'string'}}} | "
                    + "{'type':'object','properties':{'next':{'$ref':'#'},'v':{'type':'integer'}}} | false",
            "{'not':{'$ref':'#/$defs/a'},'$defs':{'a':{'type':'number'}}} | "
                    + "{'not':{'$ref':'#/$defs/a'},'$defs':{'a':{'type':'string'}}} | false"})
    void reads(String reader, String writer, boolean compatible) {
        List<String> differences = schema(reader).incompatibilities(schema(writer));
        assertThat(differences.isEmpty()).as(differences.toString()).isEqualTo(compatible);
    }

    @ParameterizedTest
    @ValueSource(strings = {"7", "[]", "{'type':'text'}", "{'type':7}", "{'properties':[]}", "{'properties':{'a':7}}",
            "{'required':'a'}", "{'minimum':'1'}", "{'pattern':'('}", "{'anyOf':[]}", "{'items':7}",
            "{'$ref':'#/$defs/none'}"})
    void whatIsNoSchemaIsRefused(String text) {
        assertThatThrownBy(() -> schema(text)).isInstanceOf(SchemaException.class).hasMessageContaining("must");
    }

    @Test
    void aDifferenceNamesItsPlace() {
        assertThat(schema("{'properties':{'a':{'type':'string'}}}").incompatibilities(schema("{'type':'object'}")))
                .containsExactly("#/properties/a/type differs: [array, boolean, integer, null, number, object]");
    }
}
