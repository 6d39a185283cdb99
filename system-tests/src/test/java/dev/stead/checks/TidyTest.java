package dev.stead.checks;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.Name;
import org.junit.jupiter.api.Test;

/** The sizes and habits of STYLE, in the manner of TigerBeetle's tidy: a rule that is not checked is a wish. */
class TidyTest {
    private static final int METHOD_LINES = 60;
    private static final int FILE_LINES = 400;

    /** A table of cases is one long method, and is read as a table. */
    private static final int TEST_METHOD_LINES = 120;

    private static final int TEST_FILE_LINES = 600;

    private static final String JDK_COLLECTION =
            "(Hash|LinkedHash|Tree|Concurrent\\w*|Enum|Array|Linked|CopyOnWrite\\w*|Weak\\w*|Identity\\w*)"
                    + "(Map|Set|List|Deque|Queue)(<.*)?";

    private static final Set<String> PRINTING = Set.of("System.out", "System.err");
    private static final Set<String> MOCKS = Set.of("Mockito", "EasyMock", "MockedStatic");

    /** Time and chance are parameters; only where a process begins are they taken from the machine. */
    private static final Set<String> CLOCKS_AND_CHANCE = Set.of(
            "Instant.now()",
            "LocalDate.now()",
            "LocalDateTime.now()",
            "ZonedDateTime.now()",
            "Clock.systemUTC()",
            "InstantSource.system()",
            "System.nanoTime()",
            "System.currentTimeMillis()",
            "Math.random()",
            "ThreadLocalRandom.current()",
            "new Random()");

    /** The few besides the mains that read the machine's clock or chance themselves, each with its reason. */
    private static final Set<String> CLOCK_READERS = Set.of(
            // Overloads for mains.
            "mesh/src/main/java/dev/stead/mesh/security/PeopleTokens.java",
            // A trace's id only has to differ from others; no outcome depends on it.
            "mesh/src/main/java/dev/stead/mesh/observe/TraceContext.java",
            // Two transactions in each other's way wait differently long; no outcome depends on it.
            "mesh/src/main/java/dev/stead/mesh/sql/Database.java");

    /** Words that the glossary replaces; as parts of names that we declare. */
    private static final Set<String> FOREIGN_WORDS =
            Set.of("hit", "hits", "score", "scores", "user", "users", "customer");

    private static final List<JavaSource> SOURCES = Repository.java(name -> name.contains("/src/"));
    private static final List<JavaSource> MAIN =
            SOURCES.stream().filter(source -> Repository.isMain(source.name())).toList();

    @Test
    void thereAreSources() {
        assertThat(MAIN).hasSizeGreaterThan(20);
    }

    @Test
    void noMethodIsLongerThanAScreen() {
        assertThat(SOURCES)
                .flatMap(source -> source.all(MethodTree.class).stream()
                        .filter(method -> source.lines(method)
                                > (Repository.isMain(source.name()) ? METHOD_LINES : TEST_METHOD_LINES))
                        .map(method -> source.at(method) + " " + method.getName())
                        .toList())
                .isEmpty();
    }

    @Test
    void noFileIsLongerThanOneCanKeepInMind() {
        assertThat(SOURCES.stream()
                        .filter(source ->
                                source.lines() > (Repository.isMain(source.name()) ? FILE_LINES : TEST_FILE_LINES))
                        .map(JavaSource::name))
                .isEmpty();
    }

    @Test
    void onlyCommandLinesPrint() {
        assertThat(MAIN.stream()
                        .filter(source -> !source.isMainClass())
                        .filter(source -> !source.name().matches(".*/(cli|standalone|benchmarks)/.*"))
                        .flatMap(source -> uses(source, MemberSelectTree.class, PRINTING)))
                .isEmpty();
    }

    @Test
    void timeAndChanceAreParameters() {
        assertThat(MAIN.stream()
                        .filter(source -> !source.isMainClass() && !CLOCK_READERS.contains(source.name()))
                        .filter(source -> !source.name().startsWith("benchmarks/"))
                        .flatMap(source -> uses(source, ExpressionTree.class, CLOCKS_AND_CHANCE)))
                .isEmpty();
    }

    @Test
    void nothingSleepsToWait() {
        assertThat(MAIN.stream().flatMap(source -> uses(source, MemberSelectTree.class, Set.of("Thread.sleep"))))
                .isEmpty();
    }

    @Test
    void nothingIsMocked() {
        assertThat(SOURCES.stream().flatMap(source -> uses(source, IdentifierTree.class, MOCKS)))
                .isEmpty();
    }

    @Test
    void nothingStaticChanges() {
        assertThat(MAIN)
                .flatMap(source -> source.all(ClassTree.class).stream()
                        .flatMap(type -> type.getMembers().stream())
                        .filter(VariableTree.class::isInstance)
                        .map(VariableTree.class::cast)
                        .filter(TidyTest::isMutableStatic)
                        .map(field -> source.at(field) + " " + field.getName())
                        .toList())
                .isEmpty();
    }

    private static boolean isMutableStatic(VariableTree field) {
        Set<Modifier> modifiers = field.getModifiers().getFlags();
        boolean collection = field.getInitializer() instanceof NewClassTree made
                && made.getIdentifier().toString().matches(JDK_COLLECTION);
        return modifiers.contains(Modifier.STATIC) && (collection || !modifiers.contains(Modifier.FINAL));
    }

    @Test
    void namesUseTheGlossary() {
        var found = new ArrayList<String>();
        for (JavaSource source : MAIN) {
            // A database, a network and the JDK's file systems do have users, a detector has scores.
            if (!source.packageName().matches(".*\\.(sql|net|face|disk)")) {
                source.all(VariableTree.class).forEach(it -> foreign(source, it, it.getName(), found));
                source.all(MethodTree.class).forEach(it -> foreign(source, it, it.getName(), found));
                source.all(ClassTree.class).forEach(it -> foreign(source, it, it.getSimpleName(), found));
            }
        }
        assertThat(found).isEmpty();
    }

    private static void foreign(JavaSource source, Tree tree, Name name, List<String> found) {
        boolean foreign = Arrays.stream(name.toString().split("(?<=[a-z0-9])(?=[A-Z])|_"))
                .map(word -> word.toLowerCase(Locale.ROOT))
                .anyMatch(FOREIGN_WORDS::contains);
        if (foreign) {
            found.add(source.at(tree) + " " + name);
        }
    }

    @Test
    void everyPackageSaysWhatItIsFor() {
        List<Path> mute = MAIN.stream()
                .map(source -> source.path().resolveSibling("package-info.java"))
                .distinct()
                .filter(info -> !Files.exists(info)
                        || !Repository.read(info).contains("@NullMarked")
                        || !Repository.read(info).contains("/**"))
                .toList();
        assertThat(mute).isEmpty();
    }

    @Test
    void nothingIsLeftToDo() {
        // Written apart, so that this file passes its own rule.
        Pattern left = Pattern.compile("\\b(TO" + "DO|FIX" + "ME)\\b");
        List<String> found =
                Repository.files(name -> name.matches(".*\\.(java|proto|sql|md|xml|yaml|html|js|css)|stead")).stream()
                        .filter(file -> left.matcher(Repository.read(file)).find())
                        .map(Repository::name)
                        .toList();
        assertThat(found).isEmpty();
    }

    private static Stream<String> uses(JavaSource source, Class<? extends Tree> kind, Set<String> forbidden) {
        return source.all(kind).stream()
                .filter(tree -> forbidden.contains(tree.toString()))
                .map(tree -> source.at(tree) + " " + tree);
    }
}
