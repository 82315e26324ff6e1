CREATE TABLE reading (sensor VARCHAR(40), at BIGINT, celsius DOUBLE PRECISION, PRIMARY KEY (sensor, at));
