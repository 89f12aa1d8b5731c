"""Reading from a replica of the database: only what a page has said may lag, and only while the replica keeps up."""
