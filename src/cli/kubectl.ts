// The file `kubectl klint` starts with in the bundle. Its name is how bin.ts learns what people typed: the links that npm makes differ by
// platform.
process.argv[1] = __filename
require('./klint.cjs')
