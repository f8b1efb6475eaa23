"""Apache Spark's structured streaming as an engine under test.

Speaks the protocol of `tidemark conform`: JSON lines on stdin and stdout. Each
case is a streaming query of its own; each bundle is a file, and so a micro-batch,
after which Spark runs another for what the watermark has closed. The allowed
lateness of a case is the delay of the watermark. Under the default trigger the
query appends what has closed, under `always` it puts out what each batch changes.
"""

import json
import os
import shutil
import sys
import tempfile

import pyspark
from pyspark.sql import SparkSession
from pyspark.sql import functions as F

PROTOCOL = 1
CAPABILITIES = {
    'windows': ['fixed', 'sliding', 'sessions'],
    'triggers': ['default', 'always'],
    'triggerDepth': 1,
    'accumulation': ['accumulating'],
    'onTime': ['ifNonEmpty'],
    'timestampCombiner': ['endOfWindow'],
    'combine': ['list', 'sum', 'count', 'min', 'max'],
    'processingTime': False,
    'reports': [],
}
# Values come as JSON text: those of a list may be anything, all others are whole numbers.
COMBINE = {
    'list': F.collect_list,
    'sum': lambda text: F.sum(F.col(text).cast('long')),
    'count': F.count,
    'min': lambda text: F.min(F.col(text).cast('long')),
    'max': lambda text: F.max(F.col(text).cast('long')),
}


class Unsupported(Exception):
  """The case needs what Spark has not."""


def start_session():
  os.environ['SPARK_LOCAL_IP'] = '127.0.0.1'
  settings = {
      'spark.ui.enabled': 'false',
      'spark.driver.host': '127.0.0.1',
      'spark.driver.bindAddress': '127.0.0.1',
      'spark.sql.session.timeZone': 'UTC',
      # Queries are many and small: what is made for large ones is most of their cost.
      'spark.sql.shuffle.partitions': '1',
      'spark.sql.codegen.wholeStage': 'false',
      'spark.sql.codegen.factoryMode': 'NO_CODEGEN',
      'spark.sql.streaming.pollingDelay': '1ms',
      'spark.sql.adaptive.enabled': 'false',
  }
  builder = SparkSession.builder.master('local[1]').appName('case')
  for name, value in settings.items():
    builder = builder.config(name, value)
  session = builder.getOrCreate()
  session.sparkContext.setLogLevel('OFF')
  return session


def milliseconds(count):
  return f'{count} milliseconds'


def kind_of(node):
  return node if isinstance(node, str) else next(iter(node))


def window_of(windows):
  """What elements are grouped by, and the name of that column."""
  kind = kind_of(windows)
  fields = windows[kind]
  time = F.col('time')
  if kind == 'sessions':
    if 'maxDuration' in fields:
      raise Unsupported('sessions with maxDuration')
    return F.session_window(time, milliseconds(fields['gap'])), 'session_window'
  size = fields['size']
  period = fields.get('period', size)
  if period > size:
    raise Unsupported('windows with gaps')
  offset = fields.get('offset', 0) % period
  return (
      F.window(time, milliseconds(size), milliseconds(period), milliseconds(offset)),
      'window',
  )


def mode_of(case):
  trigger = kind_of(case['trigger'])
  if trigger == 'default':
    return 'append'
  if trigger != 'always':
    raise Unsupported(f'trigger {trigger}')
  if kind_of(case['windows']) == 'sessions':
    raise Unsupported('updates of sessions')
  return 'update'


def instant(column):
  return (F.unix_micros(column) / 1000).cast('long')


class Query:
  """A running query over a folder to which one file is added for each bundle."""
  def __init__(self, session, case, folder):
    self.source = os.path.join(folder, 'in')
    os.mkdir(self.source)
    self.files = 0
    self.rows = []
    window, name = window_of(case['windows'])
    mode = mode_of(case)
    combine = COMBINE[case['combine']]
    table = (
        session.readStream.schema('value string, time long, key string')
        .json(self.source)
        .withColumn('time', F.timestamp_millis('time'))
        .withWatermark('time', milliseconds(case['allowedLateness']))
        .groupBy(window, 'key')
        .agg(combine('value').alias('value'))
        .select('key', instant(f'{name}.start'), instant(f'{name}.end'), 'value')
    )
    self.query = (
        table.writeStream.outputMode(mode)
        .option('checkpointLocation', os.path.join(folder, 'checkpoint'))
        .foreachBatch(lambda batch, _: self.rows.extend(batch.collect()))
        .start()
    )

  def take(self, elements):
    """What comes of a bundle."""
    if not elements:
      return []
    name = f'{self.files}.json'
    self.files += 1
    hidden = os.path.join(self.source, '.' + name)
    with open(hidden, 'w', encoding='utf-8') as file:
      for value, time, key in elements:
        file.write(json.dumps({'value': json.dumps(value), 'time': time, 'key': key}) + '\n')
    os.rename(hidden, os.path.join(self.source, name))
    self.query.processAllAvailable()
    rows, self.rows = self.rows, []
    return [
        {'key': key, 'window': [start, end], 'value': plain(value)}
        for key, start, end, value in rows
    ]

  def stop(self):
    self.query.stop()


def plain(value):
  return [json.loads(text) for text in value] if isinstance(value, list) else value


def run(session, case):
  folder = tempfile.mkdtemp(prefix='tidemark-spark-')
  try:
    query = Query(session, case, folder)
    try:
      return [{'outputs': query.take(step.get('elements', []))} for step in case['steps']]
    finally:
      query.stop()
  finally:
    shutil.rmtree(folder, ignore_errors=True)


def answer(session, message):
  if message['type'] == 'hello':
    return {
        'type': 'hello',
        'protocol': PROTOCOL,
        'engine': 'Apache Spark',
        'version': pyspark.__version__,
        'capabilities': CAPABILITIES,
    }
  told = {'id': message['id']}
  try:
    return {'type': 'outputs', **told, 'steps': run(session, message)}
  except Unsupported as error:
    return {'type': 'unsupported', **told, 'reason': str(error)}
  except Exception as error:  # pylint: disable=broad-except
    return {'type': 'error', **told, 'message': str(error).splitlines()[0]}


def main():
  # Whatever Spark prints is none of the protocol.
  protocol = os.fdopen(os.dup(1), 'w', encoding='utf-8')
  os.dup2(2, 1)
  session = start_session()
  for line in sys.stdin:
    message = json.loads(line)
    if message['type'] == 'end':
      break
    protocol.write(json.dumps(answer(session, message)) + '\n')
    protocol.flush()
  session.stop()


if __name__ == '__main__':
  main()
