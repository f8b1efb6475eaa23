process.stderr.write("no such library\n");
process.exitCode = 7;
