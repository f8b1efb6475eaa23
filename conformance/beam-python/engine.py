"""Apache Beam Python's trigger driver as an engine under test.

Speaks the protocol of `tidemark conform`: JSON lines on stdin and stdout. One
`InMemoryUnmergedState` per key, one output watermark for all keys. A millisecond
of a case is a microsecond of Beam, its finest granule, so that a window's last
instant is its end less one in both.
"""

import json
import logging
import math
import sys

import apache_beam
from apache_beam.transforms import combiners
from apache_beam.transforms import trigger
from apache_beam.transforms import window
from apache_beam.transforms.core import CombineFn
from apache_beam.transforms.core import Windowing
from apache_beam.utils.timestamp import MAX_TIMESTAMP
from apache_beam.utils.timestamp import MIN_TIMESTAMP
from apache_beam.utils.timestamp import TIME_GRANULARITY
from apache_beam.utils.timestamp import Duration
from apache_beam.utils.timestamp import Timestamp
from apache_beam.utils.windowed_value import PaneInfoTiming
from apache_beam.utils.windowed_value import WindowedValue

PROTOCOL = 1
END_OF_TIME = 8_640_000_000_000_000
TIMINGS = {
    PaneInfoTiming.EARLY: 'early',
    PaneInfoTiming.ON_TIME: 'onTime',
    PaneInfoTiming.LATE: 'late',
    PaneInfoTiming.UNKNOWN: 'unknown',
}
# What Python has of the model. It has no alignment of processing time and does not retract.
CAPABILITIES = {
    'windows': ['fixed', 'sliding', 'sessions', 'global'],
    'triggers': [
        'default', 'never', 'always', 'afterCount', 'afterWatermark',
        'earlyAndLate', 'afterProcessingTime',
        'afterSynchronizedProcessingTime', 'repeatedly', 'afterAll',
        'afterAny', 'afterEach', 'orFinally'
    ],
    'accumulation': ['discarding', 'accumulating'],
    'timestampCombiner': ['endOfWindow', 'earliest', 'latest'],
    'combine': ['list', 'sum', 'count', 'min', 'max', 'mean'],
    'reports': [
        'timestamp', 'timing', 'index', 'onTimeIndex', 'first', 'last'
    ],
}


class Unsupported(Exception):
  """The case needs what Beam Python has not."""


class Extreme(CombineFn):
  """Least or greatest; nothing of nothing, where Python's own functions raise."""
  def __init__(self, choose):
    self.choose = choose

  def create_accumulator(self):
    return None

  def add_input(self, accumulator, value):
    return value if accumulator is None else self.choose(accumulator, value)

  def merge_accumulators(self, accumulators):
    return self.choose((a for a in accumulators if a is not None), default=None)

  def extract_output(self, accumulator):
    return accumulator


COMBINE_FNS = {
    'sum': lambda: CombineFn.from_callable(sum),
    'count': combiners.CountCombineFn,
    'mean': combiners.MeanCombineFn,
    'min': lambda: Extreme(min),
    'max': lambda: Extreme(max),
}
TIMESTAMP_COMBINERS = {
    'endOfWindow': window.TimestampCombiner.OUTPUT_AT_EOW,
    'earliest': window.TimestampCombiner.OUTPUT_AT_EARLIEST,
    'latest': window.TimestampCombiner.OUTPUT_AT_LATEST,
}
ACCUMULATION = {
    'discarding': trigger.AccumulationMode.DISCARDING,
    'accumulating': trigger.AccumulationMode.ACCUMULATING,
}


def instant(time):
  """A time of a case, where both ends of time are the ends of time."""
  if time >= END_OF_TIME:
    return MAX_TIMESTAMP
  return MIN_TIMESTAMP if time <= -END_OF_TIME else Timestamp(micros=time)


def plain(timestamp):
  """The inverse of `instant`; the last instant of the global window is one before the end."""
  if timestamp <= MIN_TIMESTAMP:
    return -END_OF_TIME
  if timestamp >= GLOBAL_END:
    return END_OF_TIME
  if timestamp == GLOBAL_LAST:
    return END_OF_TIME - 1
  return timestamp.micros


GLOBAL_END = window.GlobalWindow().end
GLOBAL_LAST = window.GlobalWindow().max_timestamp()


def duration(ms):
  return Duration(micros=ms)


def window_fn_of(json_windows):
  if json_windows == 'global':
    return window.GlobalWindows()
  (kind, of), = json_windows.items()
  if kind == 'fixed':
    return window.FixedWindows(
        duration(of['size']), Timestamp(micros=of.get('offset', 0)))
  if kind == 'sliding':
    return window.SlidingWindows(
        duration(of['size']),
        duration(of['period']),
        Timestamp(micros=of.get('offset', 0)))
  if kind == 'sessions':
    return window.Sessions(duration(of['gap']))
  raise Unsupported(f'windows {kind}')


def trigger_of(of):
  if isinstance(of, str):
    return {
        'default': trigger.DefaultTrigger,
        'never': trigger._Never,
        'always': trigger.Always,
    }[of]()
  (kind, part), = of.items()
  if kind == 'afterCount':
    return trigger.AfterCount(part)
  if kind == 'afterWatermark':
    early, late = part.get('early'), part.get('late')
    return trigger.AfterWatermark(
        early=None if early is None else trigger_of(early),
        late=None if late is None else trigger_of(late))
  if kind == 'afterProcessingTime':
    if 'alignTo' in part:
      raise Unsupported('alignTo of processing time')
    return trigger.AfterProcessingTime(duration(part.get('delay', 0)))
  if kind == 'afterSynchronizedProcessingTime':
    return trigger._AfterSynchronizedProcessingTime()
  if kind == 'repeatedly':
    return trigger.Repeatedly(trigger_of(part))
  if kind == 'orFinally':
    return trigger.OrFinally(
        trigger_of(part['main']), trigger_of(part['finally']))
  if kind in ('afterAll', 'afterAny', 'afterEach'):
    compose = {
        'afterAll': trigger.AfterAll,
        'afterAny': trigger.AfterAny,
        'afterEach': trigger.AfterEach,
    }[kind]
    return compose(*[trigger_of(one) for one in part])
  raise Unsupported(f'trigger {kind}')


class Clock:
  """The processing time that triggers ask for."""
  def __init__(self):
    self.now = MIN_TIMESTAMP

  def time(self):
    return self.now


class Run:
  """One case."""
  def __init__(self, case):
    if case['accumulation'] not in ACCUMULATION:
      raise Unsupported(f"accumulation {case['accumulation']}")
    self.clock = Clock()
    self.window_fn = window_fn_of(case['windows'])
    self.is_list = case['combine'] == 'list'
    windowing = Windowing(
        self.window_fn,
        trigger_of(case['trigger']),
        ACCUMULATION[case['accumulation']],
        TIMESTAMP_COMBINERS[case['timestampCombiner']],
        allowed_lateness=duration(case['allowedLateness']))
    self.driver = trigger.create_trigger_driver(
        windowing,
        phased_combine_fn=None if self.is_list else
        combiners.PhasedCombineFnExecutor(
            'all', COMBINE_FNS[case['combine']](), [], {}),
        clock=self.clock)
    self.states = {}
    self.watermark = MIN_TIMESTAMP
    self.output_watermark = MIN_TIMESTAMP
    self.outputs = []

  def step(self, step):
    self.outputs = []
    if 'elements' in step:
      self.elements(step['elements'])
    else:
      to = step.get('advanceTogether', step)
      if 'watermark' in to:
        self.watermark = max(self.watermark, instant(to['watermark']))
      if 'processingTime' in to:
        self.clock.now = max(self.clock.now, instant(to['processingTime']))
    for key, state in self.states.items():
      self.fire_timers(key, state)
    holds = [state.get_earliest_hold() for state in self.states.values()]
    # A runner keeps its output watermark one granule before the earliest hold. The model lets it
    # reach the hold, which for the driver makes no difference but at that one instant.
    hold = min(holds, default=MAX_TIMESTAMP)
    if hold < MAX_TIMESTAMP:
      hold += TIME_GRANULARITY
    self.output_watermark = max(
        self.output_watermark, min(self.watermark, hold))
    return {
        'outputs': self.outputs,
        # Not compared, for Python holds otherwise; dialect rules foretell by it.
        'outputWatermark': plain(self.output_watermark),
    }

  def elements(self, elements):
    bundles = {}
    for value, time, key in elements:
      timestamp = instant(time)
      windows = self.window_fn.assign(
          window.WindowFn.AssignContext(timestamp, value))
      bundles.setdefault(key, []).append(
          WindowedValue(value, timestamp, windows))
    for key, bundle in bundles.items():
      state = self.states.get(key)
      if state is None:
        state = self.states[key] = trigger.InMemoryUnmergedState()
      self.emit(
          key,
          self.driver.process_elements(
              state, bundle, self.output_watermark, self.watermark))

  def fire_timers(self, key, state):
    while True:
      expired, _ = state.get_timers(
          clear=True,
          watermark=self.watermark,
          processing_time=self.clock.now)
      if not expired:
        return
      for window_id, (name, domain, timestamp, _) in expired:
        self.emit(
            key,
            self.driver.process_timer(
                window_id, name, domain, timestamp, state, self.watermark))

  def emit(self, key, panes):
    for pane in panes:
      of, = pane.windows
      info = pane.pane_info
      self.outputs.append({
          'key': key,
          'window': [plain(of.start), plain(of.end)],
          'value': list(pane.value) if self.is_list else number(pane.value),
          'timestamp': plain(pane.timestamp),
          'timing': TIMINGS[info.timing],
          'index': info.index,
          'onTimeIndex': info.nonspeculative_index,
          'first': info.is_first,
          'last': bool(info.is_last),
      })


def number(value):
  """A combined value as JSON has it: the mean of nothing is no number."""
  return None if isinstance(value, float) and math.isnan(value) else value


def answer(case):
  try:
    run = Run(case)
    return {
        'type': 'outputs',
        'id': case['id'],
        'steps': [run.step(step) for step in case['steps']],
    }
  except Unsupported as lacking:
    return {
        'type': 'unsupported', 'id': case['id'], 'reason': str(lacking)
    }
  except Exception as error:  # pylint: disable=broad-except
    return {
        'type': 'error',
        'id': case['id'],
        'message': f'{type(error).__name__}: {error}',
    }


def main():
  # The driver warns when a late merge moves a window's end forward; that is no news here.
  logging.disable(logging.WARNING)
  lines, protocol = sys.stdin, sys.stdout
  sys.stdout = sys.stderr

  def write(message):
    protocol.write(json.dumps(message, separators=(',', ':')))
    protocol.write('\n')
    protocol.flush()

  for line in lines:
    message = json.loads(line)
    if message['type'] == 'hello':
      write({
          'type': 'hello',
          'protocol': PROTOCOL,
          'engine': 'Apache Beam Python',
          'version': apache_beam.__version__,
          'capabilities': CAPABILITIES,
      })
    elif message['type'] == 'case':
      write(answer(message))
    elif message['type'] == 'end':
      return


if __name__ == '__main__':
  main()
