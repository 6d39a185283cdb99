package dev.stead.mesh.sql;

import dev.stead.mesh.SettingsException;
import dev.stead.mesh.security.PeopleTokens;
import dev.stead.mesh.security.PersonIds;
import dev.stead.mesh.security.PersonIds.Fingerprint;
import dev.stead.mesh.security.PersonIds.SubjectPolicy;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Refuses a start that would give the people in a store other ids. The table {@code person_id_key} of each service keeps the fingerprint
 * of the first start that accepted people's tokens.
 */
public final class PersonIdCheck {
    private static final Logger LOG = LoggerFactory.getLogger(PersonIdCheck.class);

    private PersonIdCheck() {}

    /**
     * Does nothing if no token is accepted.
     *
     * @param anybody a query that has a row if the store has people
     * @throws SettingsException if people's ids would change, or may have been made otherwise before
     */
    public static void require(Database database, PeopleTokens tokens, String anybody) {
        tokens.ids().ifPresent(ids -> {
            Fingerprint stored = database.write(handle -> stored(handle, ids, anybody));
            compare(stored, ids.fingerprint());
            LOG.info("people's ids are made with the key {}, which must be the same in all services", stored.key());
        });
    }

    private static Fingerprint stored(Handle handle, PersonIds ids, String anybody) {
        Optional<Fingerprint> earlier = find(handle);
        if (earlier.isPresent()) {
            return earlier.get();
        }
        if (ids.policy() == SubjectPolicy.HASHED_IF_NEW
                && handle.createQuery(anybody).mapTo(Integer.class).findFirst().isPresent()) {
            throw new SettingsException("STEAD_PEOPLE_SUBJECTS is not set, but the store has people already, whose ids"
                    + " may be their tokens' subjects: set plain so that they keep them, or hashed if none of them has"
                    + " called with a token yet.");
        }
        handle.createUpdate("INSERT INTO person_id_key (only_row, fingerprint, plain_issuer)"
                        + " VALUES (1, :key, :plainIssuer) ON CONFLICT DO NOTHING")
                .bind("key", ids.fingerprint().key())
                .bind("plainIssuer", ids.fingerprint().plainIssuer())
                .execute();
        // Another process on the same store may have been first.
        return find(handle).orElseThrow();
    }

    private static Optional<Fingerprint> find(Handle handle) {
        return handle.createQuery("SELECT fingerprint, plain_issuer FROM person_id_key")
                .map((row, context) -> new Fingerprint(row.getString(1), row.getString(2)))
                .findOne();
    }

    private static void compare(Fingerprint stored, Fingerprint present) {
        if (!stored.key().equals(present.key())) {
            throw new SettingsException("STEAD_PERSON_ID_KEY_FILE holds another key (" + present.key()
                    + ") than the one that made the ids of the people in this store (" + stored.key()
                    + "): everybody would be somebody else. Set the former key.");
        }
        if (!stored.plainIssuer().equals(present.plainIssuer())) {
            throw new SettingsException("STEAD_PEOPLE_SUBJECTS and STEAD_PEOPLE_ISSUER say that subjects of "
                    + named(present) + " are people's ids as they are, but in this store those of " + named(stored)
                    + " are: everybody would be somebody else. Set them as before.");
        }
    }

    private static String named(Fingerprint fingerprint) {
        return fingerprint.plainIssuer().isEmpty() ? "no issuer" : fingerprint.plainIssuer();
    }
}
