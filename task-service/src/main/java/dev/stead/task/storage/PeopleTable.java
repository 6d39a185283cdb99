package dev.stead.task.storage;

import dev.stead.mesh.audit.Act;
import dev.stead.mesh.audit.ActRecorder;
import dev.stead.mesh.request.PeopleText;
import dev.stead.mesh.time.Micros;
import dev.stead.task.application.port.Repositories;
import dev.stead.task.domain.PersonId;
import dev.stead.task.domain.task.Contact;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/** The tables of people and their contacts. */
record PeopleTable(Handle handle, ActRecorder acts) implements Repositories.People {

    @Override
    public Optional<String> displayName(PersonId personId) {
        return handle.createQuery("SELECT display_name FROM people WHERE person_id = :id")
                .bind("id", personId.value())
                .map((row, context) -> RowMapper.line(row, "display_name"))
                .findOne();
    }

    @Override
    public void setDisplayName(PersonId personId, String displayName) {
        handle.createUpdate("""
                        INSERT INTO people (person_id, display_name) VALUES (:id, :name)
                        ON CONFLICT (person_id) DO UPDATE SET display_name = excluded.display_name
                        """)
                .bind("id", personId.value())
                .bind("name", displayName)
                .execute();
        acts.record(Act.of("person.named").about("person", personId.value()));
    }

    @Override
    public Optional<Instant> contactSince(PersonId personId, PersonId contactId) {
        return handle.createQuery("""
                        SELECT MAX(create_time) FROM contacts
                        WHERE (person_id = :person AND contact_id = :contact) OR (person_id = :contact AND contact_id = :person)
                        HAVING COUNT(*) = 2
                        """)
                .bind("person", personId.value())
                .bind("contact", contactId.value())
                .mapTo(Long.class)
                .findOne()
                .map(Micros::instant);
    }

    @Override
    public int countAdded(PersonId personId) {
        return handle.createQuery("SELECT COUNT(*) FROM contacts WHERE person_id = :person")
                .bind("person", personId.value())
                .mapTo(Integer.class)
                .one();
    }

    @Override
    public void addContact(PersonId personId, PersonId contactId, Instant now) {
        handle.createUpdate("""
                        INSERT INTO contacts (person_id, contact_id, create_time) VALUES (:person, :contact, :now)
                        ON CONFLICT (person_id, contact_id) DO NOTHING
                        """)
                .bind("person", personId.value())
                .bind("contact", contactId.value())
                .bind("now", Micros.of(now))
                .execute();
        acts.record(Act.of("contact.added").about("person", personId.value()).about("contact", contactId.value()));
    }

    @Override
    public void removeContact(PersonId personId, PersonId contactId) {
        handle.createUpdate("""
                        DELETE FROM contacts
                        WHERE (person_id = :person AND contact_id = :contact) OR (person_id = :contact AND contact_id = :person)
                        """)
                .bind("person", personId.value())
                .bind("contact", contactId.value())
                .execute();
        acts.record(Act.of("contact.removed").about("person", personId.value()).about("contact", contactId.value()));
    }

    @Override
    public List<Contact> contactsOf(PersonId personId) {
        var added = handle.createQuery("""
                        SELECT mine.contact_id, p.display_name,
                          CASE WHEN theirs.person_id IS NULL THEN 'OUTGOING' ELSE 'MUTUAL' END AS state
                        FROM contacts mine
                        LEFT JOIN contacts theirs ON theirs.person_id = mine.contact_id AND theirs.contact_id = mine.person_id
                        LEFT JOIN people p ON p.person_id = theirs.person_id
                        WHERE mine.person_id = :person
                        """)
                .bind("person", personId.value())
                .map((row, context) -> contact(row))
                .list();
        var incoming = handle.createQuery("""
                        SELECT theirs.person_id AS contact_id, p.display_name, 'INCOMING' AS state
                        FROM contacts theirs JOIN people p ON p.person_id = theirs.person_id
                        WHERE theirs.contact_id = :person AND NOT EXISTS (
                          SELECT 1 FROM contacts mine WHERE mine.person_id = :person AND mine.contact_id = theirs.person_id)
                        ORDER BY theirs.create_time DESC LIMIT 100
                        """)
                .bind("person", personId.value())
                .map((row, context) -> contact(row))
                .list();
        return Stream.concat(added.stream(), incoming.stream()).toList();
    }

    private static Contact contact(ResultSet row) throws SQLException {
        return new Contact(
                new PersonId(RowMapper.text(row, "contact_id")),
                Optional.ofNullable(row.getString("display_name")).map(PeopleText::cleanedLine),
                Contact.State.valueOf(RowMapper.text(row, "state")));
    }
}
