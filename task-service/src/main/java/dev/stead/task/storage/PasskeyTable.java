package dev.stead.task.storage;

import dev.stead.mesh.audit.Act;
import dev.stead.mesh.audit.ActRecorder;
import dev.stead.mesh.time.Micros;
import dev.stead.task.application.port.Repositories;
import dev.stead.task.domain.PasskeyId;
import dev.stead.task.domain.PersonId;
import dev.stead.task.domain.passkey.Credential;
import dev.stead.task.domain.passkey.CredentialId;
import dev.stead.task.domain.passkey.Passkey;
import dev.stead.task.domain.passkey.PasskeyChallenge;
import dev.stead.task.domain.passkey.PasskeyPurpose;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The tables of passkeys and of what they may sign. */
record PasskeyTable(Handle handle, ActRecorder acts) implements Repositories.Passkeys {
    private static final String OF_PERSON = """
            SELECT passkey_id, person_id, credential_id, public_key, counter, backup_eligible, create_time, active_time
            FROM passkeys WHERE person_id = :person ORDER BY create_time, passkey_id""";

    @Override
    public List<Passkey> of(PersonId personId) {
        return find(OF_PERSON, personId);
    }

    @Override
    public List<Passkey> ofForUpdate(PersonId personId) {
        return find(OF_PERSON + " <forUpdate>", personId);
    }

    private List<Passkey> find(String query, PersonId personId) {
        return handle.createQuery(query)
                .bind("person", personId.value())
                .map((row, _) -> passkey(row))
                .list();
    }

    @Override
    public boolean add(Passkey passkey) {
        Credential credential = passkey.credential();
        boolean isNew = handle.createUpdate("""
                                INSERT INTO passkeys (passkey_id, person_id, credential_id, public_key, counter, backup_eligible,
                                  create_time, active_time)
                                VALUES (:passkey, :person, :credential, :key, :counter, :backup, :created, :active)
                                ON CONFLICT (credential_id) DO NOTHING
                                """)
                        .bind("passkey", passkey.id().value())
                        .bind("person", passkey.personId().value())
                        .bind("credential", credential.id().value())
                        .bind("key", credential.publicKey())
                        .bind("counter", credential.counter())
                        .bind("backup", credential.backupEligible() ? 1 : 0)
                        .bind("created", Micros.of(passkey.createTime()))
                        .bind("active", Micros.of(passkey.activeTime()))
                        .execute()
                == 1;
        if (isNew) {
            acts.record(act("passkey.registered", passkey));
        }
        return isNew;
    }

    @Override
    public void count(Passkey passkey) {
        handle.createUpdate("UPDATE passkeys SET counter = :counter WHERE passkey_id = :passkey")
                .bind("counter", passkey.credential().counter())
                .bind("passkey", passkey.id().value())
                .execute();
    }

    @Override
    public void activate(Passkey passkey) {
        handle.createUpdate("UPDATE passkeys SET active_time = :active WHERE passkey_id = :passkey")
                .bind("active", Micros.of(passkey.activeTime()))
                .bind("passkey", passkey.id().value())
                .execute();
        acts.record(act("passkey.activated", passkey));
    }

    @Override
    public void remove(Passkey passkey) {
        handle.createUpdate("DELETE FROM passkeys WHERE passkey_id = :passkey")
                .bind("passkey", passkey.id().value())
                .execute();
        acts.record(act("passkey.removed", passkey));
    }

    /** Whoever changes a key or when it counts from contradicts this. */
    private static Act act(String name, Passkey passkey) {
        return Act.of(name)
                .about("person", passkey.personId().value())
                .about("passkey", passkey.id().value())
                .containing(
                        passkey.credential().id().value(),
                        passkey.credential().publicKey(),
                        Long.toString(Micros.of(passkey.activeTime())));
    }

    @Override
    public void open(PasskeyChallenge challenge, Instant now) {
        handle.createUpdate("DELETE FROM passkey_challenges WHERE person_id = :person AND expire_time <= :now")
                .bind("person", challenge.personId().value())
                .bind("now", Micros.of(now))
                .execute();
        handle.createUpdate("""
                        INSERT INTO passkey_challenges (person_id, purpose, object_id, nonce, expire_time)
                        VALUES (:person, :purpose, :object, :nonce, :expireTime)
                        ON CONFLICT (person_id, purpose, object_id) DO UPDATE SET nonce = excluded.nonce,
                          expire_time = excluded.expire_time
                        """)
                .bind("person", challenge.personId().value())
                .bind("purpose", challenge.purpose().name())
                .bind("object", challenge.purpose().object())
                .bind("nonce", challenge.nonce())
                .bind("expireTime", Micros.of(challenge.expireTime()))
                .execute();
    }

    @Override
    public Optional<PasskeyChallenge> take(PersonId personId, PasskeyPurpose purpose) {
        return handle.createQuery("""
                        DELETE FROM passkey_challenges
                        WHERE person_id = :person AND purpose = :purpose AND object_id = :object
                        RETURNING nonce, expire_time
                        """)
                .bind("person", personId.value())
                .bind("purpose", purpose.name())
                .bind("object", purpose.object())
                .map((row, _) -> new PasskeyChallenge(
                        personId, purpose, RowMapper.text(row, "nonce"), Micros.instant(row.getLong("expire_time"))))
                .findOne();
    }

    private static Passkey passkey(ResultSet row) throws SQLException {
        return new Passkey(
                new PasskeyId(RowMapper.text(row, "passkey_id")),
                new PersonId(RowMapper.text(row, "person_id")),
                new Credential(
                        new CredentialId(RowMapper.text(row, "credential_id")),
                        RowMapper.text(row, "public_key"),
                        row.getLong("counter"),
                        row.getInt("backup_eligible") == 1),
                Micros.instant(row.getLong("create_time")),
                Micros.instant(row.getLong("active_time")));
    }
}
