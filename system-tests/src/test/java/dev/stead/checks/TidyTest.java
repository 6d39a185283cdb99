package dev.stead.checks;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.SynchronizedTree;
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
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.Name;
import org.junit.jupiter.api.Test;

/** Sizes and habits, in the manner of TigerBeetle's tidy: a rule that is not checked is a wish. */
class TidyTest {
    private static final int LINE_WIDTH = 140;
    private static final int PAGE_WIDTH = 160;
    private static final int METHOD_LINES = 60;
    private static final int FILE_LINES = 400;

    /** A table of cases is one long method, and is read as a table. */
    private static final int TEST_METHOD_LINES = 120;

    private static final int TEST_FILE_LINES = 600;

    private static final String JDK_COLLECTION =
            "(Hash|LinkedHash|Tree|Concurrent\\w*|Enum|Array|Linked|CopyOnWrite\\w*|Weak\\w*|Identity\\w*)"
                    + "(Map|Set|List|Deque|Queue)(<.*)?";

    private static final Set<String> PRINTING = Set.of("System.out", "System.err");
    private static final Set<String> FORMATTING = Set.of("formatted", "printf");
    private static final Pattern NUMBER_FORMAT = Pattern.compile("%[-#+ 0,(\\d$.]*[defgEG]");
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

    /** Others need no lock: they do not change, or are seen by all threads as they change, or belong to no object. */
    private static final Set<Modifier> UNGUARDED = Set.of(Modifier.FINAL, Modifier.VOLATILE, Modifier.STATIC);

    /** A lock, or a command line's parser before anything runs. */
    private static final Set<String> SAYS_WHO_WRITES = Set.of("GuardedBy", "Option", "Parameters");

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

    /** Tables of pages may be wider: their rows cannot be broken. */
    @Test
    void noLineIsWiderThanItsWindow() {
        var wide = new ArrayList<String>();
        for (Path file : Repository.files(
                name -> name.matches("(.*\\.(java|sh|proto|md|yaml|sql))|stead|\\.ci/run|.*/fetch-[a-z]+"))) {
            boolean page = file.toString().endsWith(".md");
            List<String> lines = Repository.read(file).lines().toList();
            for (int i = 0; i < lines.size(); i++) {
                String line = lines.get(i);
                boolean row = page && line.strip().startsWith("|");
                if (line.length() > (page ? PAGE_WIDTH : LINE_WIDTH) && !row) {
                    wide.add(Repository.name(file) + ":" + (i + 1) + " is " + line.length() + " wide");
                }
            }
        }
        assertThat(wide).isEmpty();
    }

    /** A terminal's id and a task's must not be swapped unseen: in the domain and the use cases each has its own type. */
    @Test
    void idsOfTheTaskServiceAreTyped() {
        assertThat(MAIN.stream()
                        .filter(source ->
                                source.packageName().matches("dev\\.stead\\.task\\.(domain|application)\\b.*"))
                        .flatMap(source -> source.all(VariableTree.class).stream()
                                .filter(TidyTest::isTextForAnId)
                                .map(variable -> source.at(variable) + " String " + variable.getName())))
                .isEmpty();
    }

    private static boolean isTextForAnId(VariableTree variable) {
        // Null for a lambda's parameter without a type.
        return variable.getType() != null
                && variable.getType().toString().matches("(.* )?String")
                && variable.getName().toString().matches("id|.*Id");
    }

    /** A field that a lock guards says so, and Error Prone then checks every access. */
    @Test
    void fieldsUnderALockNameTheLock() {
        assertThat(MAIN.stream()
                        .flatMap(source -> source.all(ClassTree.class).stream()
                                .flatMap(type -> fieldsUnderALock(type)
                                        .filter(field -> field.getModifiers().getAnnotations().stream()
                                                .noneMatch(annotation -> SAYS_WHO_WRITES.contains(annotation
                                                        .getAnnotationType()
                                                        .toString())))
                                        .map(field -> source.at(field) + " " + field.getName()))))
                .isEmpty();
    }

    /** The fields of the type itself that can change and that something synchronized or locked reads or writes. */
    private static Stream<VariableTree> fieldsUnderALock(ClassTree type) {
        Set<String> used = type.getMembers().stream()
                .flatMap(member -> JavaSource.all(member, Tree.class).stream())
                .filter(TidyTest::holdsALock)
                .flatMap(tree -> JavaSource.all(tree, ExpressionTree.class).stream())
                .map(expression -> expression.toString().replaceFirst("^this\\.", ""))
                .collect(Collectors.toSet());
        return type.getMembers().stream()
                .filter(VariableTree.class::isInstance)
                .map(VariableTree.class::cast)
                .filter(field -> field.getModifiers().getFlags().stream().noneMatch(UNGUARDED::contains))
                .filter(field -> used.contains(field.getName().toString()));
    }

    private static boolean holdsALock(Tree tree) {
        return tree instanceof SynchronizedTree
                || (tree instanceof MethodTree method
                        && (method.getModifiers().getFlags().contains(Modifier.SYNCHRONIZED)
                                || JavaSource.all(method, MethodInvocationTree.class).stream()
                                        .anyMatch(call -> call.getMethodSelect()
                                                .toString()
                                                .matches("(.*\\.)?[lL]ock(\\(\\))?\\.lock"))));
    }

    @Test
    void onlyCommandLinesPrint() {
        assertThat(MAIN.stream()
                        .filter(source -> !source.isMainClass())
                        .filter(source -> !source.name().matches(".*/(cli|standalone|benchmarks)/.*"))
                        .flatMap(source -> uses(source, MemberSelectTree.class, PRINTING)))
                .isEmpty();
    }

    /** Where the language is Persian, %d is written in Persian digits, which no protocol, no file and no id of ours knows. */
    @Test
    void numbersReadTheSameInEveryLanguage() {
        assertThat(MAIN.stream()
                        .flatMap(source -> source.all(MethodInvocationTree.class).stream()
                                .filter(TidyTest::followsTheLanguage)
                                .map(source::at)))
                .isEmpty();
    }

    private static boolean followsTheLanguage(MethodInvocationTree call) {
        return call.getMethodSelect() instanceof MemberSelectTree select
                && (select.toString().equals("String.format")
                        || FORMATTING.contains(select.getIdentifier().toString()))
                && call.getArguments().stream()
                        .noneMatch(argument -> argument.toString().startsWith("Locale."))
                && JavaSource.all(call, LiteralTree.class).stream()
                        .anyMatch(text -> NUMBER_FORMAT
                                .matcher(String.valueOf(text.getValue()))
                                .find());
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
