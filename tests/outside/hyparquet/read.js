// Prints the rows of a Parquet file as JSON lines: read.js MODULES FILE
// The packages lie in a folder of their own, so that the repository holds none.
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'

const [modules, path] = process.argv.slice(2)
const load = name => import(pathToFileURL(createRequire(modules + '/').resolve(name)).href)
const { asyncBufferFromFile, parquetReadObjects } = await load('hyparquet')
const { compressors } = await load('hyparquet-compressors')
const file = await asyncBufferFromFile(path)
const plain = (_, value) => typeof value === 'bigint' ? value.toString() : value
for (const row of await parquetReadObjects({ file, compressors })) console.log(JSON.stringify(row, plain))
