package dev.stead.checks;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.ClassTree;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.lang.model.element.Modifier;
import org.junit.jupiter.api.Test;

/** A package is a room that one can look over: not too full, with a map at its door, and one name for one thing in the house. */
class PackagesTest {
    private static final int TYPES = 40;

    /** A package of more types than these has groups, which its page names. */
    private static final int TYPES_WITHOUT_GROUPS = 15;

    private static final int NAMED = 3;

    private static final Pattern NAME = Pattern.compile("\\{@(?:link|code)[\\s*]+(?:[a-z]\\w*\\.)*(\\w+)");

    /** Simple names that stand twice, each with its reason. */
    private static final Map<String, String> TWICE = Map.of(
            "Money", "a value of each service: services share a contract, not code",
            "Period", "a mandate's limit is of a day, a week or a month; a reconciliation is of any two instants",
            "UnitOfWork", "the port of each service, so that who has learnt one knows the other",
            "Repositories", "what a unit of work gives, as above",
            "StoredRequest", "a request with its first answer: what is an answer differs from service to service",
            "IdempotentExecutor", "the same in both services, over the unit of work of each");

    private static final List<JavaSource> MAIN = Repository.java(Repository::isMain);
    private static final Map<String, List<ClassTree>> PACKAGES = new TreeMap<>();

    static {
        for (JavaSource source : MAIN) {
            PACKAGES.computeIfAbsent(source.packageName(), name -> new ArrayList<>())
                    .addAll(source.types());
        }
    }

    @Test
    void noPackageIsTooFull() {
        var full = new ArrayList<String>();
        PACKAGES.forEach((name, types) -> {
            if (types.size() > TYPES && 2 * published(types) > types.size()) {
                full.add(name + ": " + types.size() + " types, " + published(types) + " of them public");
            }
        });
        assertThat(full).isEmpty();
    }

    private static long published(List<ClassTree> types) {
        return types.stream()
                .filter(type -> type.getModifiers().getFlags().contains(Modifier.PUBLIC))
                .count();
    }

    @Test
    void noNameStandsTwice() {
        var places = new TreeMap<String, List<String>>();
        for (JavaSource source : MAIN) {
            source.types()
                    .forEach(type -> places.computeIfAbsent(type.getSimpleName().toString(), name -> new ArrayList<>())
                            .add(source.name()));
        }
        places.values().removeIf(files -> files.size() == 1);
        places.keySet().removeAll(TWICE.keySet());
        assertThat(places).isEmpty();
    }

    @Test
    void aLargePackageNamesItsGroupsAndItsEntryPoint() {
        var mute = new ArrayList<String>();
        PACKAGES.forEach((name, types) -> {
            if (types.size() > TYPES_WITHOUT_GROUPS) {
                String page = page(name);
                long named = types.stream()
                        .filter(type ->
                                named(page).contains(type.getSimpleName().toString()))
                        .count();
                if (named < NAMED || !page.toLowerCase(Locale.ROOT).contains("entry point")) {
                    mute.add(name + ": of its " + types.size() + " types its package-info names " + named + "; name "
                            + NAMED + " or more, and say which is the entry point");
                }
            }
        });
        assertThat(mute).isEmpty();
    }

    @Test
    void thePageOfTheIndexNamesEveryEngine() {
        String index = "dev.stead.matcher.index";
        List<String> engines = MAIN.stream()
                .flatMap(source -> source.types().stream())
                .filter(type -> type.getImplementsClause().stream()
                        .anyMatch(base -> base.toString().equals("VectorIndex")))
                .map(type -> type.getSimpleName().toString())
                .toList();
        assertThat(engines).hasSizeGreaterThan(1);
        assertThat(named(page(index))).containsAll(engines);
    }

    private static Set<String> named(String page) {
        return NAME.matcher(page).results().map(name -> name.group(1)).collect(Collectors.toSet());
    }

    /** The package's description; of a package that several modules have, all of theirs. */
    private static String page(String packageName) {
        String end = "/" + packageName.replace('.', '/') + "/package-info.java";
        StringBuilder page = new StringBuilder();
        for (Path file : Repository.files(name -> Repository.isMain(name) && name.endsWith(end))) {
            page.append(Repository.read(file));
        }
        return page.toString();
    }
}
