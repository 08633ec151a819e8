/// The journal in SQLite, embedded, nothing to install; and in PostgreSQL, shared by many machines.
@org.jspecify.annotations.NullMarked
module dev.lorimer.store {
    requires transitive dev.lorimer.core;
    requires java.sql;
    requires static org.checkerframework.checker.qual;
    requires static org.jspecify;
    requires org.postgresql.jdbc;
    requires org.xerial.sqlitejdbc;

    exports dev.lorimer.store;
}
