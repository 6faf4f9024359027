package gregor.live;

import module java.base;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.FieldModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.Opcode;
import java.lang.classfile.TypeKind;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.instruction.ConstantInstruction;
import java.lang.classfile.instruction.ExceptionCatch;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.NewObjectInstruction;
import java.lang.classfile.instruction.TypeCheckInstruction;

/// Rewrites class files for a page: what the page lacks of the JDK is replaced by a substitute, or throws [Absent].
///
/// @param missing     the classes (`java.util.HexFormat`) and members (`java.lang.Integer.sum(II)I`) that the page lacks
/// @param packages    the beginnings of names of what it lacks, too
/// @param holder      the name of the class whose static methods are the substitutes
/// @param substitutes their names and descriptors; that of an instance method takes the instance first
record Rewriter(Set<String> missing, List<String> packages, String holder, Set<String> substitutes,
        ClassLoader classes) {
    /// Classes of which TeaVM's differ from the JDK's, and their subclasses that do not.
    private static final Map<String, String> OWN = Map.of("java.util.Random", "gregor.live.SeededRandom",
            "java.io.PrintStream", "gregor.live.FilePrintStream");

    /// Of Kafka's errors a page needs the names, not the sentences and exceptions, which are a tenth of the script.
    private static final String ERRORS = "org/apache/kafka/common/protocol/Errors";
    private static final int MAX_NAME = 40;
    private static final int NON_PUBLIC = ClassFile.ACC_PRIVATE | ClassFile.ACC_PROTECTED;

    /// Rewrites a class file.
    byte[] rewrite(byte[] file) {
        ClassFile format = ClassFile.of(ClassFile.StackMapsOption.GENERATE_STACK_MAPS,
                ClassFile.DebugElementsOption.DROP_DEBUG,
                ClassFile.ClassHierarchyResolverOption.of(ClassHierarchyResolver.ofResourceParsing(classes).cached()));
        ClassModel model = format.parse(file);
        boolean isErrors = model.thisClass().asInternalName().equals(ERRORS);
        return format.transformClass(model, ClassTransform.transformingMethodBodies((code, element) -> {
            if (isErrors && element instanceof ConstantInstruction constant
                    && constant.constantValue() instanceof String text && text.length() > MAX_NAME) {
                code.ldc("");
            } else if (isErrors && element instanceof InvokeDynamicInstruction call
                    && call.typeSymbol().parameterCount() == 0) {
                code.invokestatic(ClassDesc.of(holder), "noException", call.typeSymbol());
            } else {
                rewrite(code, element);
            }
        }));
    }

    private void rewrite(CodeBuilder code, CodeElement element) {
        switch (element) {
            case InvokeInstruction call -> rewrite(code, call);
            case InvokeDynamicInstruction call -> rewrite(code, call);
            case FieldInstruction field -> keep(code, field, type(field.owner()));
            case NewObjectInstruction created when OWN.containsKey(type(created.className())) ->
                    code.new_(ClassDesc.of(OWN.get(type(created.className()))));
            case NewObjectInstruction created -> keep(code, created, type(created.className()));
            case TypeCheckInstruction check when check.opcode() == Opcode.INSTANCEOF && isMissing(type(check.type())) ->
                    code.pop().iconst_0();
            case TypeCheckInstruction check -> keep(code, check, type(check.type()));
            case ConstantInstruction.LoadConstantInstruction constant ->
                    keep(code, constant, constant.constantEntry() instanceof ClassEntry type ? type(type) : "");
            case ExceptionCatch caught when caught.catchType().filter(type -> isMissing(type(type))).isPresent() -> {
                // what is missing is not thrown
            }
            default -> code.with(element);
        }
    }

    private void rewrite(CodeBuilder code, InvokeInstruction call) {
        String owner = type(call.owner());
        String member = owner + "." + call.name().stringValue() + call.type().stringValue();
        MethodTypeDesc type = call.opcode() == Opcode.INVOKESTATIC
                ? call.typeSymbol()
                : call.typeSymbol().insertParameterTypes(0, call.owner().asSymbol());
        boolean isMissing = isMissing(member) || isMissing(owner);
        if (isMissing && isSubstituted(call.name().stringValue(), type)) {
            code.invokestatic(ClassDesc.of(holder), call.name().stringValue(), type);
        } else if (OWN.containsKey(owner) && call.name().equalsString("<init>")) {
            code.invokespecial(ClassDesc.of(OWN.get(owner)), "<init>", call.typeSymbol());
        } else {
            keep(code, call, isMissing(owner) ? owner : member);
        }
    }

    private void rewrite(CodeBuilder code, InvokeDynamicInstruction call) {
        List<ConstantDesc> arguments = call.bootstrapArgs().stream().map(this::substitute).toList();
        Optional<String> lacking = call.bootstrapArgs().stream().filter(DirectMethodHandleDesc.class::isInstance)
                .map(argument -> lacking((DirectMethodHandleDesc) argument)).filter(name -> !name.isEmpty())
                .findFirst();
        if (lacking.isPresent() && arguments.equals(call.bootstrapArgs())) {
            absent(code, lacking.get());
        } else {
            code.invokedynamic(DynamicCallSiteDesc.of(call.bootstrapMethod(), call.name().stringValue(),
                    call.typeSymbol(), arguments.toArray(ConstantDesc[]::new)));
        }
    }

    /// Returns what the page lacks for a method handle; empty if nothing.
    private String lacking(DirectMethodHandleDesc handle) {
        String owner = name(handle.owner());
        String member = owner + "." + handle.methodName() + handle.lookupDescriptor();
        return isMissing(owner) ? owner : isMissing(member) ? member : "";
    }

    private ConstantDesc substitute(ConstantDesc argument) {
        return argument instanceof DirectMethodHandleDesc handle && !lacking(handle).isEmpty()
                && isSubstituted(handle.methodName(), handle.invocationType())
                        ? MethodHandleDesc.ofMethod(DirectMethodHandleDesc.Kind.STATIC, ClassDesc.of(holder),
                                handle.methodName(), handle.invocationType())
                        : argument;
    }

    private boolean isSubstituted(String name, MethodTypeDesc type) {
        return substitutes.contains(name + type.descriptorString());
    }

    /// Keeps an instruction, unless it needs a class or a member that is missing.
    private void keep(CodeBuilder code, CodeElement element, String needed) {
        if (isMissing(needed)) {
            absent(code, needed);
        } else {
            code.with(element);
        }
    }

    private boolean isMissing(String name) {
        return missing.contains(name) || packages.stream().anyMatch(name::startsWith);
    }

    private static void absent(CodeBuilder code, String member) {
        ClassDesc absent = ClassDesc.of(Absent.class.getName());
        code.ldc(member.replaceFirst("\\(.*", ""))
                .invokestatic(absent, "of", MethodTypeDesc.of(absent, ConstantDescs.CD_String)).athrow();
    }

    private static String type(ClassEntry type) {
        return name(type.asSymbol());
    }

    private static String name(ClassDesc type) {
        ClassDesc element = type;
        while (element.isArray()) {
            element = element.componentType();
        }
        return element.isPrimitive() ? "" : element.packageName() + "." + element.displayName();
    }

    /// Lets a class of TeaVM's call static methods instead of its own methods of the same names.
    ///
    /// @param type the name of the class in the JDK
    /// @param names the names of the methods
    /// @param other the class of the static methods; those of an instance take it first
    static byte[] delegating(byte[] file, String type, Set<String> names, Class<?> other) {
        ClassDesc own = ClassDesc.of(type);
        return ClassFile.of().transformClass(ClassFile.of().parse(file), (builder, element) -> {
            if (!(element instanceof MethodModel method) || !names.contains(method.methodName().stringValue())) {
                builder.with(element);
                return;
            }
            boolean isStatic = method.flags().has(AccessFlag.STATIC);
            MethodTypeDesc types = method.methodTypeSymbol();
            MethodTypeDesc called = (isStatic ? types : types.insertParameterTypes(0, own))
                    .changeReturnType(jdk(types.returnType(), own));
            for (int i = 0; i < called.parameterCount(); i++) {
                called = called.changeParameterType(i, jdk(called.parameterType(i), own));
            }
            MethodTypeDesc call = called;
            builder.withMethodBody(method.methodName().stringValue(), types, method.flags().flagsMask(), code -> {
                int slot = 0;
                for (ClassDesc parameter : call.parameterList()) {
                    TypeKind kind = TypeKind.from(parameter);
                    code.loadLocal(kind, slot);
                    slot += kind.slotSize();
                }
                code.invokestatic(ClassDesc.of(other.getName()), method.methodName().stringValue(), call).areturn();
            });
        });
    }

    /// Returns the JDK's type for one of TeaVM's, if it is the class itself or a locale.
    private static ClassDesc jdk(ClassDesc type, ClassDesc own) {
        return switch (type.displayName()) {
            case "TLocale" -> ClassDesc.of("java.util.Locale");
            case "TPrintStream", "TString", "Instant", "Duration" -> own;
            default -> type;
        };
    }

    /// Makes the fields of a class public, so that a substitute can read them.
    static byte[] published(byte[] file) {
        return ClassFile.of().transformClass(ClassFile.of().parse(file), (builder, element) -> {
            if (element instanceof FieldModel field) {
                builder.withField(field.fieldName(), field.fieldType(),
                        each -> each.withFlags(field.flags().flagsMask() & ~NON_PUBLIC | ClassFile.ACC_PUBLIC));
            } else {
                builder.with(element);
            }
        });
    }

    /// Returns the names and descriptors of the methods in a class file.
    static Set<String> methods(byte[] file) {
        return ClassFile.of().parse(file).methods().stream()
                .map(method -> method.methodName().stringValue() + method.methodType().stringValue())
                .collect(Collectors.toSet());
    }
}
