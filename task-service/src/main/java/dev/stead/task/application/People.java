package dev.stead.task.application;

import dev.stead.mesh.time.Micros;
import dev.stead.task.application.port.PeopleRecords;
import dev.stead.task.application.port.Repositories;
import dev.stead.task.domain.Require;
import dev.stead.task.domain.TaskError;
import dev.stead.task.domain.TaskException;
import dev.stead.task.domain.task.Contact;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;

/** What people are called, and whom they may ask. Thread-safe. */
public final class People {
    private static final int MOST_CONTACTS = 1_000;

    private final InstantSource clock;

    public People(InstantSource clock) {
        this.clock = clock;
    }

    /** @return the name as kept, without blanks around it */
    public String setDisplayName(Repositories records, String personId, String displayName) {
        Contact named = new Contact(personId, displayName.strip());
        records.people().setDisplayName(named.personId(), named.displayName());
        return named.displayName();
    }

    /** @throws TaskException {@code PERSON_NOT_FOUND} if they have set no name yet, {@code CONTACT_IS_SELF}, {@code TOO_MANY_CONTACTS} */
    public Contact addContact(Repositories records, String personId, String contactId) {
        Require.id("contact_id", contactId);
        Require.holds(!personId.equals(contactId), TaskError.CONTACT_IS_SELF, "nobody is their own contact");
        String name = records.people()
                .displayName(contactId)
                .orElseThrow(() -> new TaskException(
                        TaskError.PERSON_NOT_FOUND, "nobody of this id has set a display name; ask them to do so"));
        PeopleRecords people = records.people();
        if (people.contactSince(personId, contactId).isEmpty()) {
            Require.holds(
                    people.contactsOf(personId).size() < MOST_CONTACTS,
                    TaskError.TOO_MANY_CONTACTS,
                    "a person has at most " + MOST_CONTACTS + " contacts");
            people.addContact(personId, contactId, Micros.now(clock));
        }
        return new Contact(contactId, name);
    }

    /** By name. */
    public List<Contact> contacts(Repositories records, String personId) {
        return records.people().contactsOf(personId).stream()
                .sorted(Comparator.comparing(Contact::displayName).thenComparing(Contact::personId))
                .toList();
    }
}
