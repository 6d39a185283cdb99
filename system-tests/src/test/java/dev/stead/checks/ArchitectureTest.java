package dev.stead.checks;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The import rules of docs/architecture.md, on the compiled classes of every module. */
class ArchitectureTest {
    private static final String[] SERVICES = {"dev.stead.matcher", "dev.stead.task", "dev.stead.payment"};
    private static final String CONTRACT = "dev.stead.(type|audit|matcher|task|payment).v1..";

    private static final JavaClasses STEAD = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .withImportOption(location -> !location.contains("-tests.jar") && !location.contains("/dev/stead/checks/"))
            .importPackages("dev.stead");

    /** Ours and written by hand. */
    private static final JavaClasses WRITTEN = STEAD.that(not(resideInAPackage(CONTRACT)));

    /** The JDK without its databases, and what the mesh has for every domain: time, chance and requests. */
    private static final DescribedPredicate<JavaClass> JDK_AND_VALUES = resideInAnyPackage(
                    "java..",
                    "javax.crypto..",
                    "org.jspecify..",
                    "dev.stead.mesh.time..",
                    "dev.stead.mesh.request..",
                    "dev.stead.mesh.statistic..",
                    "dev.stead.mesh.capture..")
            .and(not(resideInAPackage("java.sql..")));

    @Test
    void theClassesOfAllModulesAreLookedAt() {
        assertThat(WRITTEN.stream()
                        .map(JavaClass::getPackageName)
                        .map(name -> name.replaceAll("^dev\\.stead\\.(\\w+).*", "$1"))
                        .collect(Collectors.toSet()))
                .contains("mesh", "task", "terminal");
    }

    /** The matcher's use cases are in its domain: it is small enough for one package. */
    @ParameterizedTest
    @ValueSource(strings = {"matcher", "task", "payment"})
    void aDomainKnowsTheJdkOnly(String service) {
        knowsOnly("dev.stead." + service + ".domain..", JDK_AND_VALUES);
    }

    @ParameterizedTest
    @ValueSource(strings = {"task", "payment"})
    void portsKnowTheDomainOnly(String service) {
        knowsOnly(
                "dev.stead." + service + ".application.port..",
                resideInAPackage("dev.stead." + service + ".domain..").or(JDK_AND_VALUES));
    }

    @ParameterizedTest
    @ValueSource(strings = {"task", "payment"})
    void useCasesKnowPortsAndTheDomainButNoAdapter(String service) {
        knowsOnly(
                "dev.stead." + service + ".application..",
                resideInAPackage("dev.stead." + service + ".domain..").or(JDK_AND_VALUES));
    }

    /** What a domain may take from the mesh is as pure as the domain. */
    @Test
    void timeRequestsStatisticsAndCapturesKnowTheJdkOnly() {
        knowsOnly("dev.stead.mesh.time..", JDK_AND_VALUES);
        knowsOnly("dev.stead.mesh.capture..", JDK_AND_VALUES);
        knowsOnly("dev.stead.mesh.request..", JDK_AND_VALUES);
        knowsOnly("dev.stead.mesh.statistic..", JDK_AND_VALUES);
    }

    /** A transition is an instance method that gives the aggregate after it. Everybody else reads. */
    @ParameterizedTest
    @ValueSource(strings = {"task.domain.task.Task", "task.domain.order.Order", "task.domain.task.Execution"})
    void onlyUseCasesMoveATaskAnOrderOrAnExecution(String aggregate) {
        movedByUseCasesOnly(aggregate);
    }

    @Test
    void onlyUseCasesMoveASettlement() {
        movedByUseCasesOnly("payment.domain.settlement.Settlement");
    }

    private static void movedByUseCasesOnly(String aggregate) {
        JavaClass type = WRITTEN.get("dev.stead." + aggregate);
        Set<String> transitions = type.getMethods().stream()
                .filter(method -> method.getRawReturnType().equals(type))
                .filter(method -> !method.getModifiers().contains(JavaModifier.STATIC))
                .map(JavaMethod::getName)
                .collect(Collectors.toSet());
        assertThat(transitions).as("transitions of " + aggregate).isNotEmpty();
        noClasses()
                .that(not(resideInAPackage("dev.stead.*.application.."))
                        .and(describe("are others", other -> !other.equals(type))))
                .should()
                .accessTargetWhere(describe(
                        "is a transition of " + aggregate,
                        access -> access.getTargetOwner().equals(type) && transitions.contains(access.getName())))
                .check(WRITTEN);
    }

    private static void knowsOnly(String packages, DescribedPredicate<JavaClass> others) {
        classes()
                .that()
                .resideInAPackage(packages)
                .should()
                .onlyDependOnClassesThat(resideInAPackage(packages).or(others))
                .allowEmptyShould(true)
                .check(WRITTEN);
    }

    @Test
    void theIndexKnowsNothingOfPeople() {
        noClasses()
                .that()
                .resideInAPackage("dev.stead.matcher.index..")
                .should()
                .dependOnClassesThat(resideInAPackage("dev.stead..")
                        .and(not(resideInAPackage("dev.stead.matcher.index..")))
                        .or(resideInAnyPackage("io.grpc..", "com.google.protobuf..", "java.sql..", "org.jdbi..")))
                .allowEmptyShould(true)
                .check(WRITTEN);
    }

    @Test
    void oneClassAtMostUsesTheVectorApi() {
        assertThat(WRITTEN.stream()
                        .filter(type -> type.getDirectDependenciesFromSelf().stream()
                                .anyMatch(use ->
                                        use.getTargetClass().getPackageName().startsWith("jdk.incubator")))
                        .map(type -> type.getName().replaceAll("\\$.*", ""))
                        .filter(name -> !name.startsWith("dev.stead.benchmarks"))
                        .distinct())
                .hasSizeLessThanOrEqualTo(1);
    }

    @Test
    void storageAndProvidersDoNotKnowTheWire() {
        noClasses()
                .that()
                .resideInAnyPackage("dev.stead.*.storage..", "dev.stead.*.provider..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "dev.stead.*.grpc..", "dev.stead.*.v1..", "dev.stead.*.settlement..", "io.grpc..", "io.netty..")
                .allowEmptyShould(true)
                .check(WRITTEN);
    }

    /** Storage may keep messages by it, so it must not bring the wire along. */
    @Test
    void conversionOfTheContractKnowsNeitherTheWireNorTheStores() {
        noClasses()
                .that()
                .resideInAPackage("dev.stead.*.contract..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "dev.stead.*.grpc..",
                        "dev.stead.*.storage..",
                        "io.grpc..",
                        "io.netty..",
                        "java.sql..",
                        "org.jdbi..")
                .check(WRITTEN);
    }

    @Test
    void theWireDoesNotKnowTheStores() {
        noClasses()
                .that()
                .resideInAPackage("dev.stead.*.grpc..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "dev.stead.*.storage..",
                        "dev.stead.*.provider..",
                        "dev.stead.*.settlement..",
                        "java.sql..",
                        "org.jdbi..")
                .allowEmptyShould(true)
                .check(WRITTEN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"matcher", "task", "payment"})
    void aServiceDoesNotKnowAnotherOne(String service) {
        String own = "dev.stead." + service + "..";
        noClasses()
                .that()
                .resideInAPackage(own)
                .should()
                .dependOnClassesThat(written(resideInAnyPackage(
                                "dev.stead.matcher..",
                                "dev.stead.task..",
                                "dev.stead.payment..",
                                "dev.stead.terminal..",
                                "dev.stead.standalone..",
                                "dev.stead.benchmarks..")
                        .and(not(resideInAPackage(own)))))
                .allowEmptyShould(true)
                .check(WRITTEN);
    }

    @Test
    void theMeshKnowsNoBusiness() {
        noClasses()
                .that()
                .resideInAPackage("dev.stead.mesh..")
                .should()
                .dependOnClassesThat(resideInAPackage("dev.stead..")
                        .and(not(resideInAnyPackage("dev.stead.mesh..", "dev.stead.audit.v1.."))))
                .allowEmptyShould(true)
                .check(WRITTEN);
    }

    @Test
    void theTerminalKnowsServicesByTheirContractOnly() {
        noClasses()
                .that()
                .resideInAPackage("dev.stead.terminal..")
                .should()
                .dependOnClassesThat(written(resideInAnyPackage(
                        "dev.stead.matcher..", "dev.stead.task..", "dev.stead.payment..", "dev.stead.standalone..")))
                .allowEmptyShould(true)
                .check(WRITTEN);
    }

    @Test
    void rootsAreWiringThatOnlyStandaloneAndTheFaultHarnessImport() {
        noClasses()
                .that(not(resideInAnyPackage(SERVICES))
                        .and(not(resideInAnyPackage("dev.stead.standalone..", "dev.stead.systemtests.."))))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(SERVICES)
                .allowEmptyShould(true)
                .check(WRITTEN);
    }

    @Test
    void standaloneImportsRootsOnly() {
        noClasses()
                .that()
                .resideInAPackage("dev.stead.standalone..")
                .should()
                .dependOnClassesThat(
                        written(resideInAnyPackage("dev.stead.matcher..", "dev.stead.task..", "dev.stead.payment.."))
                                .and(not(resideInAnyPackage(SERVICES))))
                .allowEmptyShould(true)
                .check(WRITTEN);
    }

    /** Package by package, each with what is below it, and inside the domain. */
    @ParameterizedTest
    @ValueSource(strings = {"matcher", "task", "payment"})
    void packagesOfAServiceFormNoCycle(String service) {
        for (String slice : List.of("(**)", "(*)..", "domain.(*)..")) {
            slices().matching("dev.stead." + service + "." + slice)
                    .should()
                    .beFreeOfCycles()
                    .allowEmptyShould(true)
                    .check(WRITTEN);
        }
    }

    @Test
    void packagesOfTheTerminalFormNoCycle() {
        slices().matching("dev.stead.terminal.(**)")
                .should()
                .beFreeOfCycles()
                .allowEmptyShould(true)
                .check(WRITTEN);
    }

    /** Without the generated classes, which share the services' names. */
    private static DescribedPredicate<JavaClass> written(DescribedPredicate<JavaClass> classes) {
        return classes.and(not(resideInAPackage(CONTRACT)));
    }
}
