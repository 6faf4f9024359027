import java.io.File;
import java.net.URL;
import java.net.URLClassLoader;
import org.teavm.backend.javascript.JSModuleType;
import org.teavm.diagnostics.Problem;
import org.teavm.model.FieldReference;
import org.teavm.model.MethodReference;
import org.teavm.tooling.TeaVMTargetType;
import org.teavm.tooling.TeaVMTool;
import org.teavm.vm.TeaVMOptimizationLevel;

/// Runs TeaVM: `Translate MAIN FILE CLASSPATH` writes FILE. Prints a line for each problem: the class and the method that
/// have it, and the class or the member that TeaVM lacks.
class Translate {
    public static void main(String[] args) throws Exception {
        var file = new File(args[1]);
        String[] names = args[2].split(File.pathSeparator);
        var path = new URL[names.length];
        for (int i = 0; i < names.length; i++) {
            path[i] = new File(names[i]).toURI().toURL();
        }
        var tool = new TeaVMTool();
        tool.setTargetType(TeaVMTargetType.JAVASCRIPT);
        tool.setJsModuleType(JSModuleType.NONE);
        tool.setMainClass(args[0]);
        tool.setTargetDirectory(file.getParentFile());
        tool.setTargetFileName(file.getName());
        tool.setObfuscated(true);
        tool.setOptimizationLevel(TeaVMOptimizationLevel.ADVANCED);
        tool.setClassLoader(new URLClassLoader(path, Translate.class.getClassLoader()));
        tool.generate();
        for (Problem problem : tool.getProblemProvider().getProblems()) {
            MethodReference method = problem.getLocation().getMethod();
            System.out.println(method.getClassName() + "\t" + method.getDescriptor() + "\t" + lacking(problem));
        }
    }

    private static String lacking(Problem problem) {
        Object lacking = problem.getParams().length == 0 ? "" : problem.getParams()[0];
        return switch (lacking) {
            case MethodReference method -> method.getClassName() + "." + method.getDescriptor();
            case FieldReference field -> field.getClassName();
            default -> lacking.toString();
        };
    }
}
