package dev.stead.task.storage;

import dev.stead.mesh.time.Micros;
import dev.stead.task.application.port.PeopleRecords;
import dev.stead.task.domain.task.Contact;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The tables of people and their contacts. */
record PeopleTable(Handle handle) implements PeopleRecords {

    @Override
    public Optional<String> displayName(String personId) {
        return handle.createQuery("SELECT display_name FROM people WHERE person_id = :id")
                .bind("id", personId)
                .mapTo(String.class)
                .findOne();
    }

    @Override
    public void setDisplayName(String personId, String displayName) {
        handle.createUpdate("""
                        INSERT INTO people (person_id, display_name) VALUES (:id, :name)
                        ON CONFLICT (person_id) DO UPDATE SET display_name = excluded.display_name
                        """).bind("id", personId).bind("name", displayName).execute();
    }

    @Override
    public Optional<Instant> contactSince(String personId, String contactId) {
        return handle.createQuery(
                        "SELECT create_time FROM contacts WHERE person_id = :person AND contact_id = :contact")
                .bind("person", personId)
                .bind("contact", contactId)
                .mapTo(Long.class)
                .findOne()
                .map(Micros::instant);
    }

    @Override
    public void addContact(String personId, String contactId, Instant now) {
        handle.createUpdate("""
                        INSERT INTO contacts (person_id, contact_id, create_time) VALUES (:person, :contact, :now)
                        ON CONFLICT (person_id, contact_id) DO NOTHING
                        """)
                .bind("person", personId)
                .bind("contact", contactId)
                .bind("now", Micros.of(now))
                .execute();
    }

    @Override
    public List<Contact> contactsOf(String personId) {
        return handle.createQuery("""
                        SELECT c.contact_id, p.display_name FROM contacts c
                        JOIN people p ON p.person_id = c.contact_id WHERE c.person_id = :person
                        """)
                .bind("person", personId)
                .map((row, context) ->
                        new Contact(RowMapper.text(row, "contact_id"), RowMapper.text(row, "display_name")))
                .list();
    }
}
