package dev.stead.checks;

import com.sun.source.tree.ClassTree;
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

    /** All at once, in their order: that takes a fraction of the time of one after the other. */
    static List<JavaSource> parse(List<Path> paths) {
        var task = (JavacTask) COMPILER.getTask(
                null,
                FILES,
                diagnostic -> {},
                List.of("-proc:none"),
                null,
                FILES.getJavaFileObjects(paths.toArray(Path[]::new)));
        try {
            var sources = new ArrayList<JavaSource>();
            for (CompilationUnitTree unit : task.parse()) {
                Path path = paths.get(sources.size());
                sources.add(new JavaSource(path, unit, Trees.instance(task).getSourcePositions()));
            }
            return sources;
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

    /** The types of this file that are in no other; none in a {@code package-info.java}. */
    List<ClassTree> types() {
        return unit.getTypeDecls().stream()
                .filter(ClassTree.class::isInstance)
                .map(ClassTree.class::cast)
                .toList();
    }

    /** Every tree of one kind, from the top to the bottom of the file. */
    <T extends Tree> List<T> all(Class<T> kind) {
        return all(unit, kind);
    }

    /** Every tree of one kind in another, itself included. */
    static <T extends Tree> List<T> all(Tree top, Class<T> kind) {
        var found = new ArrayList<T>();
        new TreeScanner<@Nullable Void, @Nullable Void>() {
            @Override
            public @Nullable Void scan(@Nullable Tree tree, @Nullable Void nothing) {
                if (kind.isInstance(tree)) {
                    found.add(kind.cast(tree));
                }
                return super.scan(tree, null);
            }
        }.scan(top, null);
        return found;
    }

    /** Such as {@code mesh/src/main/java/dev/stead/mesh/Settings.java:31}, which an editor opens. */
    String at(Tree tree) {
        return name() + ":" + unit.getLineMap().getLineNumber(positions.getStartPosition(unit, tree));
    }
}
