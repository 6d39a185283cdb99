package dev.stead.payment.storage;

import dev.stead.mesh.audit.Act;
import dev.stead.mesh.audit.ActRecorder;
import dev.stead.mesh.time.Micros;
import dev.stead.payment.application.port.Repositories;
import dev.stead.payment.domain.Money;
import dev.stead.payment.domain.ledger.Account;
import dev.stead.payment.domain.ledger.AccountId;
import dev.stead.payment.domain.ledger.Owner;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;

record AccountTable(Handle handle, ActRecorder acts) implements Repositories.Accounts {
    private static final String PERSON = "PERSON";
    private static final String MERCHANT = "MERCHANT";
    private static final String WORLD = "WORLD";

    @Override
    public boolean insert(Account account) {
        boolean isNew = handle.createUpdate("""
                        INSERT INTO accounts (account_id, owner_kind, owner_id, currency, available, held, create_time)
                        VALUES (:id, :ownerKind, :ownerId, :currency, :available, :held, :time)
                        ON CONFLICT DO NOTHING""")
                        .bind("id", account.id().value())
                        .bind("ownerKind", kind(account.owner()))
                        .bind("ownerId", id(account.owner()))
                        .bind("currency", account.currencyCode())
                        .bind("available", account.available().minorUnits())
                        .bind("held", account.held().minorUnits())
                        .bind("time", Micros.of(account.createTime()))
                        .execute()
                == 1;
        if (isNew) {
            acts.record(Act.of("account.opened")
                    .about("account", account.id().value())
                    .containing(kind(account.owner()), id(account.owner()), account.currencyCode()));
        }
        return isNew;
    }

    @Override
    public Optional<Account> find(AccountId id) {
        return handle.createQuery("SELECT * FROM accounts WHERE account_id = :id")
                .bind("id", id.value())
                .map(AccountTable::account)
                .findOne();
    }

    @Override
    public Optional<Account> find(Owner owner, String currencyCode) {
        return handle.createQuery("""
                        SELECT * FROM accounts
                        WHERE owner_kind = :ownerKind AND owner_id = :ownerId AND currency = :currency""")
                .bind("ownerKind", kind(owner))
                .bind("ownerId", id(owner))
                .bind("currency", currencyCode)
                .map(AccountTable::account)
                .findOne();
    }

    @Override
    public Optional<String> fundingSource(AccountId id, String provider) {
        return handle.createQuery(
                        "SELECT source FROM funding_sources WHERE account_id = :account AND provider = :provider")
                .bind("account", id.value())
                .bind("provider", provider)
                .mapTo(String.class)
                .findOne();
    }

    @Override
    public void linkFundingSource(AccountId id, String provider, String source) {
        handle.createUpdate("""
                        INSERT INTO funding_sources (account_id, provider, source) VALUES (:account, :provider, :source)
                        ON CONFLICT (account_id, provider) DO UPDATE SET source = excluded.source""")
                .bind("account", id.value())
                .bind("provider", provider)
                .bind("source", source)
                .execute();
        acts.record(Act.of("funding_source.linked").about("account", id.value()).containing(provider, source));
    }

    static Account account(ResultSet row, StatementContext context) throws SQLException {
        String currency = row.getString("currency");
        return new Account(
                new AccountId(row.getString("account_id")),
                owner(row.getString("owner_kind"), row.getString("owner_id")),
                new Money(currency, row.getLong("available")),
                new Money(currency, row.getLong("held")),
                Micros.instant(row.getLong("create_time")));
    }

    private static String kind(Owner owner) {
        return switch (owner) {
            case Owner.Person _ -> PERSON;
            case Owner.Merchant _ -> MERCHANT;
            case Owner.World _ -> WORLD;
        };
    }

    private static String id(Owner owner) {
        return switch (owner) {
            case Owner.Person(String subjectId) -> subjectId;
            case Owner.Merchant(String merchantId) -> merchantId;
            case Owner.World() -> "";
        };
    }

    static Owner owner(String kind, String id) {
        return switch (kind) {
            case PERSON -> new Owner.Person(id);
            case MERCHANT -> new Owner.Merchant(id);
            case WORLD -> new Owner.World();
            default -> throw new IllegalStateException("an account has an unknown kind of owner");
        };
    }
}
