/// The journal in SQLite: the embedded store, nothing to install.
@org.jspecify.annotations.NullMarked
module dev.lorimer.store {
    requires transitive dev.lorimer.core;
    requires java.sql;
    requires static org.jspecify;
    requires org.xerial.sqlitejdbc;

    exports dev.lorimer.store;
}
