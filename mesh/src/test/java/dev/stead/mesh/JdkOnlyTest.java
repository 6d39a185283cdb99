package dev.stead.mesh;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Domains use these packages, and a domain knows the JDK only. */
class JdkOnlyTest {
    @ParameterizedTest
    @ValueSource(strings = {"dev.stead.mesh.time", "dev.stead.mesh.request", "dev.stead.mesh.capture"})
    void whatDomainsUseKnowsTheJdkOnly(String room) {
        classes()
                .should()
                .onlyDependOnClassesThat(
                        resideInAnyPackage(room, "java.lang..", "java.math..", "java.nio..", "java.security..")
                                .or(resideInAnyPackage("java.time..", "java.util..", "org.jspecify..")))
                .check(new ClassFileImporter()
                        .withImportOption(new ImportOption.DoNotIncludeTests())
                        .importPackages(room));
    }
}
