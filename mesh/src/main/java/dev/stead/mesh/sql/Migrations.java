package dev.stead.mesh.sql;

import java.util.Map;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.exception.FlywayValidateException;

/** Migrates a database to the version of the program, and refuses one with another history. */
final class Migrations {
    private Migrations() {}

    static void run(DataSource source, Dialect dialect, String folder) {
        try {
            Flyway.configure(Migrations.class.getClassLoader())
                    .dataSource(source)
                    .locations("classpath:" + folder)
                    .placeholders(Map.of("blob", dialect.blob(), "rising", dialect.rising()))
                    .failOnMissingLocations(true)
                    .validateMigrationNaming(true)
                    .ignoreMigrationPatterns(new String[0])
                    .cleanDisabled(true)
                    .load()
                    .migrate();
        } catch (FlywayValidateException e) {
            throw new StorageException(
                    StorageException.Kind.FAILED,
                    dialect.title() + " holds another history of migrations than " + folder
                            + " (applied ones were changed,"
                            + " or a newer version of the service used it). Start the version that wrote it, or restore a"
                            + " backup of this version.");
        } catch (FlywayException e) {
            // The message holds the script, line and statement of a migration, and no stored values.
            var failed = new StorageException(
                    StorageException.Kind.FAILED,
                    dialect.title() + " could not be migrated by " + folder + ": " + e.getMessage());
            failed.setStackTrace(e.getStackTrace());
            throw failed;
        } catch (RuntimeException e) {
            // Flyway does not expect that its own table may be damaged.
            var damaged = new StorageException(
                    StorageException.Kind.CORRUPT,
                    dialect.title() + " holds a history of migrations that cannot be read: restore a backup.");
            damaged.setStackTrace(e.getStackTrace());
            throw damaged;
        }
    }
}
