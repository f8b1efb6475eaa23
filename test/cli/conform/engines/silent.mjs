process.stderr.write("waiting for something else\n");
process.stdin.resume();
