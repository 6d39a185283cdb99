package dev.stead.checks;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/** One source file as the compiler's parser sees it; no types are resolved. */
record JavaSource(Path path, CompilationUnitTree unit, SourcePositions positions) {
    private static final JavaCompiler COMPILER = ToolProvider.getSystemJavaCompiler();
    private static final StandardJavaFileManager FILES = COMPILER.getStandardFileManager(null, null, null);

    static JavaSource parse(Path path) {
        var task = (JavacTask) COMPILER.getTask(
                null, FILES, diagnostic -> {}, List.of("-proc:none"), null, FILES.getJavaFileObjects(path));
        try {
            CompilationUnitTree unit = task.parse().iterator().next();
            return new JavaSource(path, unit, Trees.instance(task).getSourcePositions());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    String name() {
        return Repository.name(path);
    }

    String packageName() {
        return unit.getPackageName() == null ? "" : unit.getPackageName().toString();
    }

    boolean isMainClass() {
        return name().endsWith("Main.java");
    }

    int lines() {
        return (int) Repository.read(path).lines().count();
    }

    int lines(Tree tree) {
        long start = positions.getStartPosition(unit, tree);
        long end = positions.getEndPosition(unit, tree);
        return end < 0
                ? 0
                : (int) (unit.getLineMap().getLineNumber(end)
                                - unit.getLineMap().getLineNumber(start))
                        + 1;
    }

    /** Every tree of one kind, from the top to the bottom of the file. */
    <T extends Tree> List<T> all(Class<T> kind) {
        var found = new ArrayList<T>();
        new TreeScanner<@Nullable Void, @Nullable Void>() {
            @Override
            public @Nullable Void scan(@Nullable Tree tree, @Nullable Void nothing) {
                if (kind.isInstance(tree)) {
                    found.add(kind.cast(tree));
                }
                return super.scan(tree, null);
            }
        }.scan(unit, null);
        return found;
    }

    /** Such as {@code mesh/src/main/java/dev/stead/mesh/Settings.java:31}, which an editor opens. */
    String at(Tree tree) {
        return name() + ":" + unit.getLineMap().getLineNumber(positions.getStartPosition(unit, tree));
    }
}
