package dev.stead.task.storage;

import dev.stead.mesh.audit.Act;
import dev.stead.mesh.audit.ActRecorder;
import dev.stead.mesh.time.Micros;
import dev.stead.task.application.port.Repositories;
import dev.stead.task.domain.PersonId;
import dev.stead.task.domain.task.Contact;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
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
        return handle.createQuery(
                        "SELECT create_time FROM contacts WHERE person_id = :person AND contact_id = :contact")
                .bind("person", personId.value())
                .bind("contact", contactId.value())
                .mapTo(Long.class)
                .findOne()
                .map(Micros::instant);
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
    public List<Contact> contactsOf(PersonId personId) {
        return handle.createQuery("""
                        SELECT c.contact_id, p.display_name FROM contacts c
                        JOIN people p ON p.person_id = c.contact_id WHERE c.person_id = :person
                        """)
                .bind("person", personId.value())
                .map((row, context) -> new Contact(
                        new PersonId(RowMapper.text(row, "contact_id")), RowMapper.line(row, "display_name")))
                .list();
    }
}
