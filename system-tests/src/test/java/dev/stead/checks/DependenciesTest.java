package dev.stead.checks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every library that a pom names has its reason in docs/dependencies.md, and every version in the parent has its use. */
class DependenciesTest {
    private static final Pattern DEPENDENCY = Pattern.compile(
            "<dependency>\\s*<groupId>([^<]+)</groupId>\\s*<artifactId>([^<]+)</artifactId>(.*?)</dependency>",
            Pattern.DOTALL);
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `([^`]+:[^`]+)` \\| (.+) \\|$");

    private static final String PARENT = Repository.read(Repository.ROOT.resolve("pom.xml"));
    private static final int MANAGED_END = PARENT.indexOf("</dependencyManagement>");

    @Test
    void everyDependencyHasItsReason() {
        var reasons = new TreeSet<String>();
        ROW.matcher(Repository.read(Repository.ROOT.resolve("docs/dependencies.md")))
                .results()
                .forEach(row -> reasons.add(row.group(1)));
        assertThat(used())
                .as("without a reason")
                .allMatch(name -> reasons.stream().anyMatch(row -> fits(row, name)));
        assertThat(reasons).as("without a use").allMatch(row -> used().stream().anyMatch(name -> fits(row, name)));
    }

    @Test
    void everyManagedVersionIsUsed() {
        List<String> idle = DEPENDENCY
                .matcher(PARENT.substring(0, MANAGED_END))
                .results()
                .filter(managed -> !managed.group(3).contains("<scope>import</scope>"))
                .map(managed -> managed.group(1) + ":" + managed.group(2))
                .filter(name -> !name.startsWith("dev.stead:") && !used().contains(name))
                .toList();
        assertThat(idle).isEmpty();
    }

    @Test
    void versionsAreInTheParentOnly() {
        assertThat(modulePoms())
                .allSatisfy(pom -> assertThat(
                                DEPENDENCY.matcher(Repository.read(pom)).results())
                        .as(Repository.name(pom))
                        .noneMatch(dependency -> dependency.group(3).contains("<version>")));
    }

    private static Set<String> used() {
        var names = new TreeSet<String>();
        String all = PARENT.substring(MANAGED_END, PARENT.indexOf("<build>"));
        Stream.concat(Stream.of(all), modulePoms().stream().map(Repository::read))
                .flatMap(pom -> DEPENDENCY.matcher(pom).results())
                .map(dependency -> dependency.group(1) + ":" + dependency.group(2))
                .filter(name -> !name.startsWith("dev.stead:"))
                .forEach(names::add);
        return names;
    }

    private static List<Path> modulePoms() {
        return Repository.files(name -> name.matches("[^/]+/pom\\.xml"));
    }

    private static boolean fits(String row, String name) {
        return row.endsWith("*") ? name.startsWith(row.substring(0, row.length() - 1)) : name.equals(row);
    }
}
