package dev.stead.task.application;

import dev.stead.mesh.time.Micros;
import dev.stead.task.application.port.Repositories;
import dev.stead.task.domain.PersonId;
import dev.stead.task.domain.Require;
import dev.stead.task.domain.TaskError;
import dev.stead.task.domain.TaskException;
import dev.stead.task.domain.task.Contact;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Display names and contacts. Thread-safe. */
public final class People {
    private static final int MAX_CONTACTS = 1_000;

    private final InstantSource clock;

    public People(InstantSource clock) {
        this.clock = clock;
    }

    /** @return the name as stored, without blanks around it */
    public String setDisplayName(Repositories repositories, PersonId personId, String displayName) {
        Contact named = new Contact(personId, displayName.strip());
        repositories.people().setDisplayName(named.personId(), named.displayName());
        return named.displayName();
    }

    /** Empty before the first {@link #setDisplayName}. */
    public Optional<String> displayName(Repositories repositories, PersonId personId) {
        return repositories.people().displayName(personId);
    }

    /** @throws TaskException {@code PERSON_NOT_FOUND} if they have set no name yet, {@code CONTACT_IS_SELF}, {@code TOO_MANY_CONTACTS} */
    public Contact addContact(Repositories repositories, PersonId personId, PersonId contactId) {
        Require.that(!personId.equals(contactId), TaskError.CONTACT_IS_SELF, "nobody is their own contact");
        Repositories.People people = repositories.people();
        String name = people.displayName(contactId)
                .orElseThrow(() -> new TaskException(
                        TaskError.PERSON_NOT_FOUND, "nobody of this id has set a display name; ask them to set one"));
        if (people.contactSince(personId, contactId).isEmpty()) {
            Require.that(
                    people.contactsOf(personId).size() < MAX_CONTACTS,
                    TaskError.TOO_MANY_CONTACTS,
                    "a person has at most " + MAX_CONTACTS + " contacts");
            people.addContact(personId, contactId, Micros.now(clock));
        }
        return new Contact(contactId, name);
    }

    /** Ordered by name. */
    public List<Contact> contacts(Repositories repositories, PersonId personId) {
        return repositories.people().contactsOf(personId).stream()
                .sorted(Comparator.comparing(Contact::displayName)
                        .thenComparing(contact -> contact.personId().value()))
                .toList();
    }
}
